package org.patientvault.keys.cloud;

import java.io.IOException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.patientvault.model.VaultException.KeyUnavailable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What the errors of AWS KMS mean: its API reference, "Errors" of Encrypt, Decrypt, DescribeKey.
 */
final class AwsKmsErrors {
  private static final Pattern CODE = Pattern.compile("[A-Za-z]{1,64}");

  private AwsKmsErrors() {}

  static KeyUnavailable explained(String key, SdkException e) {
    if (e instanceof AwsServiceException answered) {
      return answered(key, answered);
    }
    if (Refusal.find(AnswerLimit.TooLong.class, e) != null) {
      return Refusal.other(
          key, "was answered for with more than " + Limits.MAX_ANSWER_BYTES + " bytes");
    }
    if (isTimeout(e)) {
      return Refusal.outOfReach(key, "AWS KMS did not answer in time");
    }
    if (Refusal.find(SSLException.class, e) != null) {
      return Refusal.untrustedServer(key);
    }
    return Refusal.find(IOException.class, e) != null
        ? Refusal.outOfReach(key, Refusal.kind(e))
        : Refusal.other(key, "was answered for in a way that is not understood");
  }

  private static boolean isTimeout(SdkException e) {
    return e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException
        || e instanceof AbortedException;
  }

  private static KeyUnavailable answered(String key, AwsServiceException e) {
    String code = code(e);
    return switch (code) {
      case "DisabledException", "KMSInvalidStateException" -> Refusal.disabled(key);
      case "NotFoundException", "InvalidArnException" -> Refusal.notThere(key);
      case "InvalidKeyUsageException" -> Refusal.unsafe(key, "is no symmetric key for encryption");
      case "InvalidCiphertextException", "IncorrectKeyException" ->
          Refusal.wrongSecret(key, "does not open this slot: it was changed, or is another's");
      case "KeyUnavailableException", "DependencyTimeoutException", "KMSInternalException" ->
          Refusal.outOfReach(key, "AWS KMS answered " + code);
      default -> byStatus(key, e, code);
    };
  }

  // Every error of signing and of rights: expired, unknown, not allowed.
  private static KeyUnavailable byStatus(String key, AwsServiceException e, String code) {
    int status = e.statusCode();
    String answer = "AWS KMS answered " + code + " with status " + status;
    if (e.isThrottlingException() || code.equals("LimitExceededException") || status >= 500) {
      return Refusal.outOfReach(key, answer);
    }
    return isAboutCredentials(code) || status == 401 || status == 403
        ? Refusal.wrongSecret(key, "refused these credentials, or they lack the right: " + answer)
        : Refusal.other(key, "could not be used: " + answer);
  }

  private static boolean isAboutCredentials(String code) {
    return switch (code) {
      case "AccessDeniedException",
          "ExpiredTokenException",
          "IncompleteSignatureException",
          "InvalidClientTokenIdException",
          "InvalidSignatureException",
          "MissingAuthenticationTokenException",
          "NotAuthorized",
          "OptInRequired",
          "UnrecognizedClientException" ->
          true;
      default -> false;
    };
  }

  private static String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code != null && CODE.matcher(code).matches() ? code : "no code";
  }
}

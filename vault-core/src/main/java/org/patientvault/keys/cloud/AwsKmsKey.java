package org.patientvault.keys.cloud;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.codec.binary.Hex;
import org.patientvault.model.VaultException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A symmetric key of AWS KMS, through the AWS SDK.
 *
 * <p>The context is the encryption context {@code {"patientvault": hex}}; it stands in CloudTrail
 * in clear, and a policy can ask for it. Every request names the key, so that KMS refuses what
 * another key wrapped. Credentials come from the SDK's default chain.
 */
public final class AwsKmsKey implements CloudKey {
  /** The name in the encryption context, which key policies and CloudTrail show. */
  static final String CONTEXT_NAME = "patientvault";

  private final String key;
  private final AwsKmsAddress address;
  private final AwsCredentialsProvider credentials;
  private final KmsClient client;

  /** With this machine's credentials. */
  static AwsKmsKey connect(AwsKmsAddress address) {
    return new AwsKmsKey(address, DefaultCredentialsProvider.builder().build(), Limits.DEFAULT);
  }

  /** Closes {@code credentials} with the key, where they can be closed. */
  public AwsKmsKey(AwsKmsAddress address, AwsCredentialsProvider credentials, Limits limits) {
    this.key = "aws-kms://" + address.keyName();
    this.address = address;
    this.credentials = credentials;
    this.client = AwsKmsClients.client(address, limits);
  }

  @Override
  public void checkForNewSlot() {
    KeyMetadata found =
        asked(
            () ->
                client
                    .describeKey(
                        request ->
                            request
                                .keyId(address.keyName())
                                .overrideConfiguration(withCredentials()))
                    .keyMetadata());
    checkAnsweredFor(found.arn());
    if (found.keySpec() != KeySpec.SYMMETRIC_DEFAULT
        || found.keyUsage() != KeyUsageType.ENCRYPT_DECRYPT) {
      throw Refusal.unsafe(key, "is no symmetric key for encryption");
    }
    if (found.keyState() != KeyState.ENABLED) {
      throw Refusal.disabled(key);
    }
  }

  @Override
  public byte[] encrypt(byte[] plaintext, byte[] context) {
    EncryptResponse answer =
        asked(
            () ->
                client.encrypt(
                    request ->
                        request
                            .keyId(address.keyName())
                            .plaintext(SdkBytes.fromByteArray(plaintext))
                            .encryptionContext(encryptionContext(context))
                            .overrideConfiguration(withCredentials())));
    checkAnsweredFor(answer.keyId());
    return bytes(answer.ciphertextBlob());
  }

  @Override
  public byte[] decrypt(byte[] ciphertext, byte[] context) {
    DecryptResponse answer =
        asked(
            () ->
                client.decrypt(
                    request ->
                        request
                            .keyId(address.keyName())
                            .ciphertextBlob(SdkBytes.fromByteArray(ciphertext))
                            .encryptionContext(encryptionContext(context))
                            .overrideConfiguration(withCredentials())));
    checkAnsweredFor(answer.keyId());
    return bytes(answer.plaintext());
  }

  private static Map<String, String> encryptionContext(byte[] context) {
    return Map.of(CONTEXT_NAME, Hex.encodeHexString(context));
  }

  private byte[] bytes(SdkBytes given) {
    if (given == null) {
      throw Refusal.other(key, "was answered for without a result");
    }
    return given.asByteArray();
  }

  private void checkAnsweredFor(String arn) {
    if (!address.keyName().equals(arn)) {
      throw Refusal.other(key, "was asked for, and another one answered");
    }
  }

  /** Resolved apart from the call, so that their lack is told from an outage. */
  private AwsRequestOverrideConfiguration withCredentials() {
    try {
      AwsCredentials resolved = credentials.resolveCredentials();
      return AwsRequestOverrideConfiguration.builder()
          .credentialsProvider(StaticCredentialsProvider.create(resolved))
          .build();
    } catch (RuntimeException e) {
      throw Refusal.wrongSecret(
          key, "was not asked: the AWS SDK found no credentials on this machine");
    }
  }

  private <T> T asked(Supplier<T> call) {
    try {
      return call.get();
    } catch (VaultException e) {
      throw e;
    } catch (SdkException e) {
      throw AwsKmsErrors.explained(key, e);
    } catch (RuntimeException e) {
      throw Refusal.other(key, "could not be used: " + Refusal.kind(e));
    }
  }

  @Override
  public void close() {
    client.close();
    if (credentials instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }

  @Override
  public String toString() {
    return "AwsKmsKey[" + address.keyName() + "]";
  }
}

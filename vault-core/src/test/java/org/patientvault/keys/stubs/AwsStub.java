package org.patientvault.keys.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** AWS KMS as its API reference describes it; every request's signature is computed again. */
public final class AwsStub extends StubService {
  public static final String ARN =
      "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  public static final String OTHER_ARN =
      "arn:aws:kms:eu-central-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";
  public static final String ACCESS_KEY = "AKIDEXAMPLE";
  public static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private volatile boolean expired;

  /** What DescribeKey says of the key's kind. */
  public volatile String keySpec = "SYMMETRIC_DEFAULT";

  public volatile String keyUsage = "ENCRYPT_DECRYPT";

  /** The key that answers say they are of, where it is not the one that was asked for. */
  public volatile String answersAs;

  @Override
  protected String contentType() {
    return "application/x-amz-json-1.1";
  }

  @Override
  protected Reply answer(HttpExchange exchange, byte[] body) throws IOException {
    if (expired) {
      throw refused(400, "ExpiredTokenException");
    }
    if (!SigV4.isSignedBy(exchange, body, ACCESS_KEY, SECRET_KEY, "eu-central-1", "kms")) {
      throw refused(400, "InvalidSignatureException");
    }
    JsonNode request = JSON.readTree(body);
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    return switch (target) {
      case "TrentService.DescribeKey" -> describe(request);
      case "TrentService.Encrypt" -> encrypt(request);
      case "TrentService.Decrypt" -> decrypt(request);
      default -> throw refused(400, "UnknownOperationException");
    };
  }

  private Reply describe(JsonNode request) {
    named(request);
    String arn = arn(request);
    ObjectNode answer = JSON.createObjectNode();
    answer
        .putObject("KeyMetadata")
        .put("Arn", arn)
        .put("KeyId", arn.substring(arn.indexOf('/') + 1))
        .put("Enabled", state == KeyState.ENABLED)
        .put("KeySpec", keySpec)
        .put("KeyUsage", keyUsage)
        .put(
            "KeyState",
            switch (state) {
              case ENABLED -> "Enabled";
              case DISABLED -> "Disabled";
              case PENDING_DELETION, DELETED -> "PendingDeletion";
            });
    return json(200, answer);
  }

  private Reply encrypt(JsonNode request) {
    StubKey used = usable(request);
    byte[] plaintext = Base64.getDecoder().decode(request.path("Plaintext").asText());
    byte[] blob = used.encrypt(plaintext, context(request));
    byte[] named = new byte[1 + blob.length];
    named[0] = (byte) (used == key ? 1 : 2); // a blob of KMS says which key made it
    System.arraycopy(blob, 0, named, 1, blob.length);
    return json(
        200, JSON.createObjectNode().put("KeyId", arn(request)).put("CiphertextBlob", named));
  }

  private Reply decrypt(JsonNode request) {
    StubKey used = usable(request);
    byte[] blob = Base64.getDecoder().decode(request.path("CiphertextBlob").asText());
    if (blob.length == 0 || (blob[0] != 1 && blob[0] != 2)) {
      throw refused(400, "InvalidCiphertextException");
    }
    if (blob[0] != (used == key ? 1 : 2)) {
      throw refused(400, "IncorrectKeyException");
    }
    byte[] plaintext =
        used.decrypt(Arrays.copyOfRange(blob, 1, blob.length), context(request))
            .orElseThrow(() -> refused(400, "InvalidCiphertextException"));
    return json(
        200, JSON.createObjectNode().put("KeyId", arn(request)).put("Plaintext", plaintext));
  }

  private String arn(JsonNode request) {
    return answersAs != null ? answersAs : request.path("KeyId").asText();
  }

  private StubKey named(JsonNode request) {
    String named = request.path("KeyId").asText();
    if (state == KeyState.DELETED || (!named.equals(ARN) && !named.equals(OTHER_ARN))) {
      throw refused(400, "NotFoundException");
    }
    return named.equals(ARN) ? key : otherKey;
  }

  private StubKey usable(JsonNode request) {
    StubKey used = named(request);
    return switch (state) {
      case ENABLED -> used;
      case DISABLED -> throw refused(400, "DisabledException");
      case PENDING_DELETION, DELETED -> throw refused(400, "KMSInvalidStateException");
    };
  }

  /** Name and value: another name is another context. */
  private byte[] context(JsonNode request) {
    return ignoresContext
        ? new byte[0]
        : request.path("EncryptionContext").toString().getBytes(StandardCharsets.UTF_8);
  }

  public static Refused refused(int status, String code) {
    ObjectNode error =
        JSON.createObjectNode().put("__type", code).put("message", "the stub refused: " + code);
    return new Refused(json(status, error));
  }

  @Override
  public Reply throttled() {
    return json(400, JSON.createObjectNode().put("__type", "ThrottlingException"));
  }

  @Override
  public void expireCredentials() {
    expired = true;
  }
}

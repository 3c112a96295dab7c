package org.patientvault.keys.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.auth.oauth2.GoogleCredentials;
import java.util.Map;
import java.util.concurrent.Callable;
import org.patientvault.keys.cloud.JsonService.Answer;
import org.patientvault.model.VaultException.KeyUnavailable;

/**
 * A symmetric key of Google Cloud KMS, through its REST interface.
 *
 * <p>The context is the additional authenticated data. What is sent and what is answered have
 * CRC32C sums, which both sides check: KMS says that it saw what was sent. Why not Google's own
 * client: docs/decisions/cloud-keys-by-few-jars.md.
 */
public final class GcpKmsKey implements CloudKey {
  private final String key;
  private final GcpKmsAddress address;
  private final GcpCredentials credentials;
  private final JsonService service;

  /** With this machine's credentials. */
  static GcpKmsKey connect(GcpKmsAddress address) {
    return new GcpKmsKey(address, GoogleCredentials::getApplicationDefault, Limits.DEFAULT);
  }

  /** Asks {@code credentials} when it is asked for the first time. */
  public GcpKmsKey(GcpKmsAddress address, Callable<GoogleCredentials> credentials, Limits limits) {
    this.key = "gcp-kms://" + address.keyName();
    this.address = address;
    this.credentials = new GcpCredentials(key, credentials, limits);
    this.service = new JsonService(key, address.server(), limits);
  }

  @Override
  public void checkForNewSlot() {
    JsonNode found = answered(service.get(path(""), headers()));
    JsonNode primary = found.path("primary");
    checkName(Json.text(found, "name").orElse(""));
    if (!found.path("purpose").asText().equals("ENCRYPT_DECRYPT")) {
      throw Refusal.unsafe(key, "is no symmetric key for encryption");
    }
    if (!primary.path("state").asText().equals("ENABLED")) {
      throw Refusal.disabled(key);
    }
    if (!primary.path("algorithm").asText().equals("GOOGLE_SYMMETRIC_ENCRYPTION")
        && !primary.path("algorithm").asText().equals("EXTERNAL_SYMMETRIC_ENCRYPTION")) {
      throw Refusal.unsafe(key, "has a primary version that is not symmetric");
    }
  }

  @Override
  public byte[] encrypt(byte[] plaintext, byte[] context) {
    JsonNode answer =
        answered(
            service.post(
                path(":encrypt"),
                headers(),
                Map.of(
                    "plaintext", Json.base64(plaintext),
                    "plaintextCrc32c", Crc32c.of(plaintext),
                    "additionalAuthenticatedData", Json.base64(context),
                    "additionalAuthenticatedDataCrc32c", Crc32c.of(context))));
    String version = Json.text(answer, "name").orElse("");
    checkName(version.replaceFirst("/cryptoKeyVersions/[0-9]{1,9}$", ""));
    byte[] ciphertext = Json.bytes(answer, "ciphertext").orElseThrow(this::damaged);
    if (!Json.isTrue(answer, "verifiedPlaintextCrc32c")
        || !Json.isTrue(answer, "verifiedAdditionalAuthenticatedDataCrc32c")
        || !Crc32c.fits(answer, "ciphertextCrc32c", ciphertext)) {
      throw damaged();
    }
    return ciphertext;
  }

  @Override
  public byte[] decrypt(byte[] ciphertext, byte[] context) {
    Answer answer =
        service.post(
            path(":decrypt"),
            headers(),
            Map.of(
                "ciphertext", Json.base64(ciphertext),
                "ciphertextCrc32c", Crc32c.of(ciphertext),
                "additionalAuthenticatedData", Json.base64(context),
                "additionalAuthenticatedDataCrc32c", Crc32c.of(context)));
    if (GcpKmsErrors.isInvalidArgument(answer)) {
      throw Refusal.wrongSecret(key, "does not open this slot: it was changed, or is another's");
    }
    JsonNode opened = answered(answer);
    // Protocol buffers leave an empty value out.
    byte[] plaintext =
        opened.has("plaintext")
            ? Json.bytes(opened, "plaintext").orElseThrow(this::damaged)
            : new byte[0];
    if (!Crc32c.fits(opened, "plaintextCrc32c", plaintext)) {
      throw damaged();
    }
    return plaintext;
  }

  private JsonNode answered(Answer answer) {
    if (answer.status() != 200) {
      throw GcpKmsErrors.explained(key, answer);
    }
    return answer.body();
  }

  private void checkName(String name) {
    if (!address.keyName().equals(name)) {
      throw Refusal.other(key, "was asked for, and another one answered");
    }
  }

  private KeyUnavailable damaged() {
    return Refusal.outOfReach(key, "what was sent or answered was damaged on the way");
  }

  private Map<String, String> headers() {
    return credentials.headers(address.server().uri());
  }

  private String path(String method) {
    return "/v1/" + address.keyName() + method;
  }

  @Override
  public void close() {
    credentials.close();
  }

  @Override
  public String toString() {
    return "GcpKmsKey[" + address.keyName() + "]";
  }
}

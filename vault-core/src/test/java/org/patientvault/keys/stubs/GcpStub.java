package org.patientvault.keys.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Google Cloud KMS as its REST reference describes it, and the server that gives tokens for a
 * service account, which verifies who signed the request for one.
 */
public final class GcpStub extends StubService {
  public static final String NAME = "projects/clinic/locations/europe-west3/keyRings/vault";
  public static final String ACCOUNT = "vault@clinic.iam.gserviceaccount.com";
  public static final String TOKEN = "ya29.c.ExampleTokenOfTheStub";

  /** The service account's keys, and those of somebody else. */
  public static final KeyPair ACCOUNT_KEYS = newKeyPair();

  public static final KeyPair STRANGERS_KEYS = newKeyPair();

  private static final String PROPER = "/v1/" + NAME + "/cryptoKeys/kek";
  private static final String OTHER = "/v1/" + NAME + "/cryptoKeys/other";

  private volatile boolean expired;

  public volatile String purpose = "ENCRYPT_DECRYPT";
  public volatile String algorithm = "GOOGLE_SYMMETRIC_ENCRYPTION";

  /** One that damages what it answers, or what it was sent. */
  public volatile boolean damagesAnswers;

  public volatile boolean missesSums;
  public volatile boolean tokenServerFails;

  /** The key that answers say they are of, where it is not the one that was asked for. */
  public volatile String answersAs;

  /** The file that Google gives for a service account, with {@code keys} of it. */
  public String credentialsFile(KeyPair keys) {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    return JSON.createObjectNode()
        .put("type", "service_account")
        .put("project_id", "clinic")
        .put("private_key_id", "0123456789abcdef")
        .put("private_key", pem)
        .put("client_email", ACCOUNT)
        .put("client_id", "100000000000000000000")
        .put("token_uri", endpoint() + "/token")
        .toString();
  }

  private static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected Reply answer(HttpExchange exchange, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    if (path.equals("/token")) {
      return token(body);
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (expired || !("Bearer " + TOKEN).equals(authorization)) {
      throw refused(401, "UNAUTHENTICATED");
    }
    int colon = path.indexOf(':');
    String name = colon < 0 ? path : path.substring(0, colon);
    StubKey used = named(name);
    String answering = answersAs != null ? answersAs : name.substring("/v1/".length());
    return switch (exchange.getRequestMethod() + " " + (colon < 0 ? "" : path.substring(colon))) {
      case "GET " -> describe(answering);
      case "POST :encrypt" -> encrypt(used, answering, JSON.readTree(body));
      case "POST :decrypt" -> decrypt(used, JSON.readTree(body));
      default -> throw refused(404, "NOT_FOUND");
    };
  }

  private Reply token(byte[] body) throws IOException {
    if (tokenServerFails) {
      return json(503, JSON.createObjectNode().put("error", "temporarily_unavailable"));
    }
    String form =
        URLDecoder.decode(new String(body, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String[] jwt =
        form.substring(form.indexOf("assertion=") + 10).split("&", -1)[0].split("\\.", -1);
    JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(jwt[1]));
    if (!isSigned(jwt)
        || !claims.path("iss").asText().equals(ACCOUNT)
        || !claims.path("scope").asText().equals("https://www.googleapis.com/auth/cloudkms")) {
      return json(400, JSON.createObjectNode().put("error", "invalid_grant"));
    }
    return json(
        200,
        JSON.createObjectNode()
            .put("access_token", TOKEN)
            .put("expires_in", 3600)
            .put("token_type", "Bearer"));
  }

  private boolean isSigned(String[] jwt) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(ACCOUNT_KEYS.getPublic());
      signature.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(jwt[2]));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private StubKey named(String path) {
    if (state == KeyState.DELETED || (!path.equals(PROPER) && !path.equals(OTHER))) {
      throw refused(404, "NOT_FOUND");
    }
    return path.equals(PROPER) ? key : otherKey;
  }

  private Reply describe(String name) {
    ObjectNode answer = JSON.createObjectNode().put("name", name).put("purpose", purpose);
    answer
        .putObject("primary")
        .put("name", name + "/cryptoKeyVersions/3")
        .put("algorithm", algorithm)
        .put("protectionLevel", "HSM")
        .put(
            "state",
            switch (state) {
              case ENABLED -> "ENABLED";
              case DISABLED -> "DISABLED";
              case PENDING_DELETION, DELETED -> "DESTROY_SCHEDULED";
            });
    return json(200, answer);
  }

  private Reply encrypt(StubKey used, String name, JsonNode request) {
    checkEnabled();
    byte[] plaintext = bytes(request, "plaintext");
    byte[] ciphertext = used.encrypt(plaintext, context(request));
    return json(
        200,
        JSON.createObjectNode()
            .put("name", name + "/cryptoKeyVersions/3")
            .put("ciphertext", ciphertext)
            .put("ciphertextCrc32c", sum(damagesAnswers ? new byte[1] : ciphertext))
            .put("verifiedPlaintextCrc32c", request.has("plaintextCrc32c") && !missesSums)
            .put(
                "verifiedAdditionalAuthenticatedDataCrc32c",
                request.has("additionalAuthenticatedDataCrc32c"))
            .put("protectionLevel", "HSM"));
  }

  private Reply decrypt(StubKey used, JsonNode request) {
    checkEnabled();
    byte[] plaintext =
        used.decrypt(bytes(request, "ciphertext"), context(request))
            .orElseThrow(() -> refused(400, "INVALID_ARGUMENT"));
    ObjectNode answer =
        JSON.createObjectNode()
            .put("plaintextCrc32c", sum(damagesAnswers ? new byte[1] : plaintext))
            .put("usedPrimary", true);
    return json(200, plaintext.length == 0 ? answer : answer.put("plaintext", plaintext));
  }

  private byte[] context(JsonNode request) {
    return ignoresContext ? new byte[0] : bytes(request, "additionalAuthenticatedData");
  }

  /** The bytes of a member, whose sum must fit where there is one. */
  private static byte[] bytes(JsonNode request, String member) {
    // Both alphabets, as JSON of protocol buffers has it; Google's client writes the other one.
    String text = request.path(member).asText().replace('-', '+').replace('_', '/');
    byte[] bytes = Base64.getDecoder().decode(text);
    JsonNode sum = request.get(member + "Crc32c");
    if (sum != null && !sum.asText().equals(sum(bytes))) {
      throw refused(400, "INVALID_ARGUMENT");
    }
    return bytes;
  }

  private static String sum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Long.toString(crc.getValue());
  }

  private void checkEnabled() {
    if (state != KeyState.ENABLED) {
      throw refused(400, "FAILED_PRECONDITION");
    }
  }

  public static Refused refused(int status, String name) {
    ObjectNode error = JSON.createObjectNode();
    error.putObject("error").put("code", status).put("status", name).put("message", "by the stub");
    return new Refused(json(status, error));
  }

  @Override
  public Reply throttled() {
    ObjectNode error = JSON.createObjectNode();
    error.putObject("error").put("code", 429).put("status", "RESOURCE_EXHAUSTED");
    return json(429, error);
  }

  @Override
  public void expireCredentials() {
    expired = true;
  }
}

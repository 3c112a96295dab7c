package org.patientvault.keys.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The transit engine as the pages of Vault's and OpenBao's HTTP interface describe it. */
public final class TransitStub extends StubService {
  public static final String TOKEN = "hvs.CAESIJ3xExampleTokenOfTheStub00";
  public static final String OTHER_TOKEN = "hvs.CAESIJ3xAnotherTokenOfNobody00";

  private volatile boolean expired;

  public volatile String type = "aes256-gcm96";
  public volatile boolean exportable;
  public volatile boolean plaintextBackup;
  public volatile boolean derived;
  public volatile int minDecryptionVersion = 1;
  public volatile String namespace;

  @Override
  protected Reply answer(HttpExchange exchange, byte[] body) throws IOException {
    checkAsker(exchange);
    String path = exchange.getRequestURI().getRawPath();
    return switch (exchange.getRequestMethod() + " " + path.replaceFirst("/[^/]+$", "")) {
      case "GET /v1/transit/keys" -> read(used(path));
      case "POST /v1/transit/encrypt" -> encrypt(used(path), JSON.readTree(body));
      case "POST /v1/transit/decrypt" -> decrypt(used(path), JSON.readTree(body));
      default -> throw refused(404, "no handler for route");
    };
  }

  private void checkAsker(HttpExchange exchange) {
    String token = exchange.getRequestHeaders().getFirst("X-Vault-Token");
    if (expired || !TOKEN.equals(token)) {
      throw refused(403, "permission denied");
    }
    String asked = exchange.getRequestHeaders().getFirst("X-Vault-Namespace");
    if (!Optional.ofNullable(namespace).equals(Optional.ofNullable(asked))) {
      throw refused(403, "permission denied");
    }
  }

  private Optional<StubKey> used(String path) {
    if (state == KeyState.DELETED) {
      return Optional.empty();
    }
    return switch (path.substring(path.lastIndexOf('/') + 1)) {
      case "kek" -> Optional.of(key);
      case "other" -> Optional.of(otherKey);
      default -> Optional.empty();
    };
  }

  private Reply read(Optional<StubKey> used) {
    if (used.isEmpty()) {
      return json(404, JSON.createObjectNode().set("errors", JSON.createArrayNode()));
    }
    ObjectNode data =
        JSON.createObjectNode()
            .put("type", type)
            .put("exportable", exportable)
            .put("allow_plaintext_backup", plaintextBackup)
            .put("derived", derived)
            .put("supports_encryption", true)
            .put("min_decryption_version", minDecryptionVersion);
    return data(data);
  }

  private Reply encrypt(Optional<StubKey> used, JsonNode request) {
    StubKey with = used.orElseThrow(() -> refused(400, "the stub makes no key by the way"));
    byte[] plaintext = Base64.getDecoder().decode(request.path("plaintext").asText());
    byte[] sealed = with.encrypt(plaintext, context(request));
    String text = "vault:v1:" + Base64.getEncoder().encodeToString(sealed);
    return data(JSON.createObjectNode().put("ciphertext", text).put("key_version", 1));
  }

  private Reply decrypt(Optional<StubKey> used, JsonNode request) {
    StubKey with = used.orElseThrow(() -> refused(400, "encryption key not found"));
    if (state != KeyState.ENABLED) {
      throw refused(400, "policy has been soft deleted");
    }
    String text = request.path("ciphertext").asText();
    if (!text.startsWith("vault:v")) {
      throw refused(400, "invalid ciphertext: no prefix");
    }
    int colon = text.indexOf(':', 7);
    int version = Integer.parseInt(text.substring(7, colon));
    if (version < minDecryptionVersion) {
      throw refused(400, "ciphertext or signature version is disallowed by policy (too old)");
    }
    if (version != 1) {
      throw refused(400, "invalid ciphertext: version is too new");
    }
    // Go's decoder is no stricter than this one.
    byte[] sealed = Base64.getMimeDecoder().decode(text.substring(colon + 1));
    byte[] plaintext =
        with.decrypt(sealed, context(request))
            .orElseThrow(() -> refused(400, "cipher: message authentication failed"));
    return data(JSON.createObjectNode().put("plaintext", plaintext));
  }

  private byte[] context(JsonNode request) {
    return ignoresContext
        ? new byte[0]
        : request.path("associated_data").asText().getBytes(StandardCharsets.US_ASCII);
  }

  private static Reply data(ObjectNode data) {
    return json(
        200,
        JSON.createObjectNode()
            .put("request_id", "5d4d5c5e-0000-0000-0000-000000000000")
            .put("renewable", false)
            .put("lease_duration", 0)
            .set("data", data));
  }

  public static Refused refused(int status, String sentence) {
    ObjectNode error = JSON.createObjectNode();
    error.putArray("errors").add(sentence);
    return new Refused(json(status, error));
  }

  @Override
  public Reply throttled() {
    ObjectNode error = JSON.createObjectNode();
    error.putArray("errors").add("request path is rate limited");
    return json(429, error);
  }

  @Override
  public void expireCredentials() {
    expired = true;
  }
}

package org.patientvault.keys.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.patientvault.keys.cloud.JsonService.Answer;

/**
 * An {@code aes256-gcm96} key of the transit engine of HashiCorp Vault or OpenBao.
 *
 * <p>The context is {@code associated_data}. The key's kind is read each time that a slot is
 * opened: transit makes a key that is not there when it is asked to encrypt, and may be told to let
 * one out.
 */
public final class TransitKey implements CloudKey {
  private static final String TYPE = "aes256-gcm96";

  private final String key;
  private final TransitAddress address;
  private final Map<String, String> headers;
  private final JsonService service;

  /** Wipes {@code token}. */
  public TransitKey(TransitAddress address, char[] token, Limits limits) {
    this.key = "hcvault://" + address.server().uri().getRawAuthority() + "/" + address.keyName();
    this.address = address;
    this.headers = headers(address, TransitToken.of(key, token));
    this.service = new JsonService(key, address.server(), limits);
  }

  private static Map<String, String> headers(TransitAddress address, TransitToken token) {
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Vault-Token", token.header());
    // A proxy of Vault's on this machine asks for it, so that no browser is tricked into asking.
    headers.put("X-Vault-Request", "true");
    address.namespace().ifPresent(namespace -> headers.put("X-Vault-Namespace", namespace));
    return headers;
  }

  @Override
  public void checkForNewSlot() {
    JsonNode found = data(service.get(address.path("keys"), headers));
    if (!Json.text(found, "type").orElse("").equals(TYPE)) {
      throw Refusal.unsafe(key, "is not of type " + TYPE);
    }
    // Written by the service always: what is not there is not known to be false.
    if (!isFalse(found, "exportable") || !isFalse(found, "allow_plaintext_backup")) {
      throw Refusal.unsafe(key, "can be exported or backed up in clear");
    }
    if (!isFalse(found, "derived")) {
      throw Refusal.unsafe(key, "is derived: it asks for a context that names the derived key");
    }
  }

  private static boolean isFalse(JsonNode object, String member) {
    JsonNode value = object.get(member);
    return value != null && value.isBoolean() && !value.booleanValue();
  }

  @Override
  public void checkForOpening() {
    checkForNewSlot();
  }

  @Override
  public byte[] encrypt(byte[] plaintext, byte[] context) {
    Map<String, String> members =
        Map.of(
            "plaintext", Json.base64(plaintext),
            "associated_data", Json.base64(context));
    JsonNode answer = data(service.post(address.path("encrypt"), headers, members));
    byte[] ciphertext =
        Json.text(answer, "ciphertext").orElse("").getBytes(StandardCharsets.US_ASCII);
    if (!TransitCiphertext.isCanonical(ciphertext)) {
      throw Refusal.other(key, "was answered for with something that is no ciphertext");
    }
    return ciphertext;
  }

  @Override
  public byte[] decrypt(byte[] ciphertext, byte[] context) {
    if (!TransitCiphertext.isCanonical(ciphertext)) {
      throw Refusal.wrongSecret(key, "was not asked: the slot was changed");
    }
    Map<String, String> members =
        Map.of(
            "ciphertext",
            new String(ciphertext, StandardCharsets.US_ASCII),
            "associated_data",
            Json.base64(context));
    JsonNode answer = data(service.post(address.path("decrypt"), headers, members));
    return Json.bytes(answer, "plaintext")
        .orElseThrow(() -> Refusal.other(key, "was answered for without a plaintext"));
  }

  private JsonNode data(Answer answer) {
    if (answer.status() != 200) {
      throw TransitErrors.explained(key, answer);
    }
    JsonNode data = answer.body().get("data");
    if (data == null || !data.isObject()) {
      throw Refusal.other(key, "was answered for without a result");
    }
    return data;
  }

  /** The JDK's client ends with the last reference to it. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "TransitKey[" + address.keyName() + "]";
  }
}

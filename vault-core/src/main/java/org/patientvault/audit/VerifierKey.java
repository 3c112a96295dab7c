package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * A public key with its name: what a C2SP vkey writes.
 *
 * <p>Holding one says that name, length and, for Ed25519, the point are sound: keys of low or mixed
 * order are refused. Whose key it is nobody but the person who handed it over can say.
 */
public record VerifierKey(String name, SignatureType type, Bytes publicKey) {
  private static final int KEY_ID_BYTES = 4;
  private static final int MAX_NAME_BYTES = 255;

  public VerifierKey {
    KeyName.check(name);
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("a key name has at most 255 bytes");
    }
    if (publicKey.size() != type.keyBytes()) {
      throw new IllegalArgumentException(
          "a key of type " + type.label() + " has " + type.keyBytes() + " bytes");
    }
    if (type != SignatureType.ML_DSA_44_COSIGNATURE
        && !Ed25519.validatePublicKeyFull(publicKey.toArray(), 0)) {
      throw new IllegalArgumentException(
          "an Ed25519 key that is no point of the prime-order group");
    }
  }

  /**
   * Reads {@code name+id+key}.
   *
   * @throws VaultException.InvalidInput when it is spelled otherwise, is of an unknown type, has a
   *     foreign id or is an unsafe key
   */
  public static VerifierKey parse(String vkey) {
    String[] parts = vkey.split("\\+", 3);
    Bytes key = parts.length < 3 ? Bytes.of(new byte[0]) : decoded(parts[2]);
    SignatureType type =
        SignatureType.ofCode(key.size() == 0 ? 0 : key.at(0)).orElseThrow(VerifierKey::refused);
    VerifierKey parsed = checked(parts[0], type, Bytes.of(key.toArray(), 1, key.size() - 1));
    if (!parsed.keyIdHex().equals(parts[1])) {
      throw refused();
    }
    return parsed;
  }

  private static Bytes decoded(String base64) {
    return StrictBase64.decode(base64).orElseThrow(VerifierKey::refused);
  }

  private static VerifierKey checked(String name, SignatureType type, Bytes publicKey) {
    try {
      return new VerifierKey(name, type, publicKey);
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput("a verifier key is refused: " + e.getMessage(), e);
    }
  }

  private static VaultException.InvalidInput refused() {
    return new VaultException.InvalidInput(
        "not a verifier key: it must be name+id+key, with the id that belongs to name and key");
  }

  /** The text form, as a policy file holds it. */
  public String vkey() {
    byte[] typed = new byte[1 + publicKey.size()];
    typed[0] = (byte) type.code();
    publicKey.copyTo(typed, 1);
    return name + "+" + keyIdHex() + "+" + StrictBase64.encode(typed);
  }

  /** The id in signature lines: the first four bytes of the fingerprint. */
  int keyId() {
    byte[] digest = digest();
    return (digest[0] & 0xff) << 24
        | (digest[1] & 0xff) << 16
        | (digest[2] & 0xff) << 8
        | (digest[3] & 0xff);
  }

  /** The id as 8 hex digits. */
  public String keyIdHex() {
    return fingerprint().substring(0, 2 * KEY_ID_BYTES);
  }

  /**
   * SHA-256 over name, a newline, the type byte and the key, as 64 hex digits: compare it by eye or
   * voice with what the other side reads.
   */
  public String fingerprint() {
    return HexFormat.of().formatHex(digest());
  }

  private byte[] digest() {
    MessageDigest sha256 = MerkleHash.sha256();
    sha256.update(name.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) '\n');
    sha256.update((byte) type.code());
    return sha256.digest(publicKey.toArray());
  }

  /** Name and id, as reports print a key. */
  @Override
  public String toString() {
    return name + "+" + keyIdHex();
  }
}

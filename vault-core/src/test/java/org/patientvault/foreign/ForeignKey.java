package org.patientvault.foreign;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * A verifier key of signed-note and tlog-cosignature: types 1 and 4 by the JDK's provider, 6 by
 * Bouncy Castle. Never compared.
 */
@SuppressWarnings("ArrayRecordComponent")
record ForeignKey(String name, int type, byte[] publicKey) {
  static final int ED25519 = 1;
  static final int ED25519_COSIGNATURE = 4;
  static final int ML_DSA_44 = 6;

  private static final byte[] X509_ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  static ForeignKey parse(String vkey) throws ForeignRefusal {
    String[] parts = vkey.split("\\+", 3);
    ForeignRefusal.when(parts.length != 3, "not a verifier key");
    byte[] typed = decoded(parts[2]);
    ForeignRefusal.when(typed.length < 2, "not a verifier key");
    ForeignKey key = new ForeignKey(parts[0], typed[0], Arrays.copyOfRange(typed, 1, typed.length));
    ForeignRefusal.when(!HexFormat.of().formatHex(key.id()).equals(parts[1]), "another key id");
    return key;
  }

  /** Standard Base 64 in its one spelling. */
  static byte[] decoded(String text) throws ForeignRefusal {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      ForeignRefusal.when(!Base64.getEncoder().encodeToString(bytes).equals(text), "base 64");
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new ForeignRefusal("base 64", e);
    }
  }

  byte[] id() {
    byte[] label = (name + "\n").getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(ForeignHash.sha256(label, new byte[] {(byte) type}, publicKey), 4);
  }

  String vkey() {
    byte[] typed =
        ByteBuffer.allocate(1 + publicKey.length).put((byte) type).put(publicKey).array();
    return name
        + "+"
        + HexFormat.of().formatHex(id())
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }

  /** What a line of this key signs of a note. */
  byte[] message(ForeignHead head, long time) {
    return switch (type) {
      case ED25519 -> head.text().getBytes(StandardCharsets.UTF_8);
      case ED25519_COSIGNATURE ->
          ("cosignature/v1\ntime " + time + "\n" + head.text()).getBytes(StandardCharsets.UTF_8);
      case ML_DSA_44 -> subtree(head, time);
      default -> throw new IllegalArgumentException("no such type: " + type);
    };
  }

  private byte[] subtree(ForeignHead head, long time) {
    byte[] own = name.getBytes(StandardCharsets.UTF_8);
    byte[] log = head.origin().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(12 + 1 + own.length + 8 + 1 + log.length + 16 + 32)
        .put("subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII))
        .put((byte) own.length)
        .put(own)
        .putLong(time)
        .put((byte) log.length)
        .put(log)
        .putLong(0)
        .putLong(head.size())
        .put(head.root())
        .array();
  }

  /** Whether {@code signature}, a line's bytes behind the key id, is this key's over the head. */
  boolean signed(ForeignHead head, byte[] signature) throws GeneralSecurityException {
    if (type == ED25519) {
      return signature.length == 64 && ed25519(message(head, 0), signature);
    }
    if (signature.length != (type == ML_DSA_44 ? 8 + 2420 : 8 + 64)) {
      return false;
    }
    long time = ByteBuffer.wrap(signature).getLong();
    byte[] bare = Arrays.copyOfRange(signature, 8, signature.length);
    byte[] message = message(head, time);
    return time > 0 && (type == ML_DSA_44 ? mlDsa(message, bare) : ed25519(message, bare));
  }

  /** Whether this key, of Ed25519, signed {@code message}. */
  boolean signed(byte[] message, byte[] signature) throws GeneralSecurityException {
    return type == ED25519 && signature.length == 64 && ed25519(message, signature);
  }

  private boolean ed25519(byte[] message, byte[] signature) throws GeneralSecurityException {
    byte[] encoded = ByteBuffer.allocate(44).put(X509_ED25519).put(publicKey).array();
    PublicKey key =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(key);
    verifier.update(message);
    try {
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private boolean mlDsa(byte[] message, byte[] signature) {
    MLDSASigner verifier = new MLDSASigner();
    verifier.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, publicKey));
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }
}

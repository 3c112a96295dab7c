package org.patientvault.audit.details;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;
import org.patientvault.model.Bytes;

/**
 * HPKE (RFC 9180), base mode, with X-Wing, HKDF-SHA-256 and AES-256-GCM; of it, the exported
 * secret. Bouncy Castle's.
 */
final class Hybrid {
  static final int SEED_BYTES = 32;
  private static final int ENCAPSULATION_BYTES = 1120;
  private static final int SECRET_BYTES = 32;
  private static final byte[] MAGIC = "PVad1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EXPORTED = "details".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NONE = new byte[0];

  /** The bytes of what travels with sealed details. */
  static final int HEADER_BYTES = MAGIC.length + 32 + ENCAPSULATION_BYTES;

  private Hybrid() {}

  private static HPKE hpke() {
    return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }

  static AsymmetricKeyParameter publicKey(byte[] key) {
    return new XWingPublicKeyParameters(key);
  }

  static byte[] publicKeyOf(byte[] seed) {
    return new XWingPrivateKeyParameters(seed.clone()).getPublicKeyParameters().getEncoded();
  }

  static byte[] info(String origin) {
    byte[] name = origin.getBytes(StandardCharsets.UTF_8);
    byte[] info = Arrays.copyOf(MAGIC, MAGIC.length + name.length);
    System.arraycopy(name, 0, info, MAGIC.length, name.length);
    return info;
  }

  /** The encapsulation, and the secret. */
  static byte[][] send(AsymmetricKeyParameter to, byte[] info) {
    return hpke().sendExport(to, info, EXPORTED, SECRET_BYTES, NONE, NONE, null);
  }

  /** The secret. Something else than what was sent gives another one. */
  static byte[] receive(byte[] seed, byte[] encapsulation, byte[] info) {
    XWingPrivateKeyParameters key = new XWingPrivateKeyParameters(seed.clone());
    AsymmetricCipherKeyPair pair = new AsymmetricCipherKeyPair(key.getPublicKeyParameters(), key);
    return hpke()
        .receiveExport(encapsulation, pair, info, EXPORTED, SECRET_BYTES, NONE, NONE, null);
  }

  static byte[] header(Bytes fingerprint, byte[] encapsulation) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(HEADER_BYTES);
    out.writeBytes(MAGIC);
    out.writeBytes(fingerprint.toArray());
    out.writeBytes(encapsulation);
    return out.toByteArray();
  }

  static boolean isHeader(byte[] header) {
    return header.length == HEADER_BYTES
        && Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  static Bytes fingerprint(byte[] header) {
    return Bytes.of(header, MAGIC.length, 32);
  }

  static byte[] encapsulation(byte[] header) {
    return Arrays.copyOfRange(header, MAGIC.length + 32, HEADER_BYTES);
  }
}

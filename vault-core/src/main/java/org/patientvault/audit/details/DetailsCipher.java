package org.patientvault.audit.details;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the details of one bundle, each once, under its entry's index; AES-256-GCM. A detail moved
 * to another entry does not open. Safe for use by several threads.
 */
public final class DetailsCipher {
  private static final int TAG_BITS = 128;
  private static final int NONCE_BYTES = 12;
  private static final byte[] WHAT = "PVat1".getBytes(StandardCharsets.US_ASCII);

  private final SecretKey key;

  private DetailsCipher(SecretKey key) {
    this.key = key;
  }

  /** Wipes {@code secret}. */
  static DetailsCipher taking(byte[] secret) {
    SecretKey key = new SecretKeySpec(secret, "AES");
    Arrays.fill(secret, (byte) 0);
    return new DetailsCipher(key);
  }

  /** Seals what belongs to one entry: no index twice, or the nonce would be used again. */
  public byte[] seal(long index, byte[] plaintext) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, index).doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("AES-GCM refuses to seal " + plaintext.length + " bytes", e);
    }
  }

  /** Opens what {@link #seal} gave for this index; empty when it is anything else. */
  public Optional<byte[]> open(long index, byte[] sealed) {
    if (sealed.length < TAG_BITS / 8) {
      return Optional.empty(); // a JDK throws something else
    }
    try {
      return Optional.of(cipher(Cipher.DECRYPT_MODE, index).doFinal(sealed));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("AES-GCM refuses to open " + sealed.length + " bytes", e);
    }
  }

  private Cipher cipher(int mode, long index) throws GeneralSecurityException {
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(index).array();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(WHAT);
    return cipher;
  }

  @Override
  public String toString() {
    return "DetailsCipher";
  }
}

package org.patientvault.keys.stubs;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A key in a stub: AES-256-GCM with the context as associated data. */
public final class StubKey {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  StubKey() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, "AES");
  }

  public byte[] encrypt(byte[] plaintext, byte[] context) {
    byte[] iv = new byte[12];
    RANDOM.nextBytes(iv);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv, context).doFinal(plaintext);
      byte[] all = Arrays.copyOf(iv, iv.length + sealed.length);
      System.arraycopy(sealed, 0, all, iv.length, sealed.length);
      return all;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Empty when the tag does not fit. */
  public Optional<byte[]> decrypt(byte[] ciphertext, byte[] context) {
    if (ciphertext.length < 28) {
      return Optional.empty();
    }
    try {
      byte[] iv = Arrays.copyOf(ciphertext, 12);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, iv, context);
      return Optional.of(cipher.doFinal(ciphertext, 12, ciphertext.length - 12));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Cipher cipher(int mode, byte[] iv, byte[] context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(128, iv));
    cipher.updateAAD(context);
    return cipher;
  }
}

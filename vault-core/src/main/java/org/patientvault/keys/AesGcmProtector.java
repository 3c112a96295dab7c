package org.patientvault.keys;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * A protector whose AES-256 key is in this process: wraps with AES-GCM, the context as associated
 * data. Format: docs/formats/key-hierarchy.md.
 */
final class AesGcmProtector implements KeyProtector {
  static final int KEY_BYTES = 32;

  static final byte VERSION = 1;
  private static final int HEADER_BYTES = 2;
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int OVERHEAD = HEADER_BYTES + IV_BYTES + TAG_BYTES;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final ProtectorUri uri;
  private final Bytes parameters;
  private final Mechanism mechanism;
  private final byte[] key;
  private boolean closed;

  /** Takes {@code key} over and wipes it on close. */
  AesGcmProtector(ProtectorUri uri, Bytes parameters, Mechanism mechanism, byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new AssertionError("a wrapping key of " + key.length + " bytes");
    }
    this.uri = uri;
    this.parameters = parameters;
    this.mechanism = mechanism;
    this.key = key;
  }

  // Synchronised with close: a wiped key must never wrap.
  @Override
  public synchronized byte[] wrap(byte[] keyset, byte[] context) {
    checkOpen();
    byte[] wrapped = new byte[OVERHEAD + keyset.length];
    byte[] iv = new byte[IV_BYTES];
    RANDOM.nextBytes(iv);
    wrapped[0] = VERSION;
    wrapped[1] = (byte) mechanism.code();
    System.arraycopy(iv, 0, wrapped, HEADER_BYTES, IV_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, wrapped, context);
      cipher.doFinal(keyset, 0, keyset.length, wrapped, HEADER_BYTES + IV_BYTES);
      return wrapped;
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.KeyUnavailable(
          "the Java cryptography provider failed to wrap for the slot " + uri, e);
    }
  }

  @Override
  public synchronized byte[] unwrap(byte[] wrapped, byte[] context) {
    checkOpen();
    checkHeader(wrapped);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, wrapped, context);
      int start = HEADER_BYTES + IV_BYTES;
      return cipher.doFinal(wrapped, start, wrapped.length - start);
    } catch (AEADBadTagException e) {
      throw new VaultException.KeyUnavailable(
          VaultException.KeyUnavailable.Reason.WRONG_SECRET,
          "the slot " + uri + " did not open: " + mechanism.likelyCause() + ", or a changed slot",
          e);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.KeyUnavailable(
          "the Java cryptography provider failed to unwrap the slot " + uri, e);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the protector of the slot " + uri + " is closed");
    }
  }

  private void checkHeader(byte[] wrapped) {
    checkHeader(wrapped, OVERHEAD, mechanism, uri);
  }

  /** Refuses what is no wrapped keyset of {@code mechanism}; every kind has the same header. */
  static void checkHeader(byte[] wrapped, int leastBytes, Mechanism mechanism, ProtectorUri uri) {
    if (wrapped.length < leastBytes) {
      throw new VaultException.Tampered(
          "the wrapped keyset of the slot " + uri + " is cut short: " + wrapped.length + " bytes");
    }
    if (wrapped[0] != VERSION) {
      throw new VaultException.UnsupportedFormat(
          "the wrapped keyset of the slot "
              + uri
              + " has version "
              + (wrapped[0] & 0xFF)
              + "; this program knows version 1");
    }
    if (wrapped[1] != mechanism.code()) {
      throw new VaultException.Tampered(
          "the wrapped keyset of the slot "
              + uri
              + " has mechanism "
              + (wrapped[1] & 0xFF)
              + " instead of "
              + mechanism.code());
    }
  }

  private Cipher cipher(int mode, byte[] wrapped, byte[] context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    GCMParameterSpec spec = new GCMParameterSpec(8 * TAG_BYTES, wrapped, HEADER_BYTES, IV_BYTES);
    cipher.init(mode, new SecretKeySpec(key, "AES"), spec);
    cipher.updateAAD(wrapped, 0, HEADER_BYTES);
    cipher.updateAAD(context);
    return cipher;
  }

  @Override
  public ProtectorUri uri() {
    return uri;
  }

  @Override
  public Bytes parameters() {
    return parameters;
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(key, (byte) 0);
  }

  @Override
  public String toString() {
    return "KeyProtector[" + uri + "]";
  }
}

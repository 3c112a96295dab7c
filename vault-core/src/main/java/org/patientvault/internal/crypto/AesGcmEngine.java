package org.patientvault.internal.crypto;

import java.security.GeneralSecurityException;
import java.util.function.LongSupplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;

/**
 * One cipher object with its nonces and a scratch array for associated data.
 *
 * <p>Keeps the last key's schedule until the next use, so that a second value under the same key
 * costs no new one. Not safe for use by several threads: {@link EnginePool} lends it to one at a
 * time.
 */
final class AesGcmEngine {
  private static final int TAG_BITS = 8 * TinkWire.TAG_BYTES;
  private static final byte[] NOTHING = {};

  private final Cipher cipher = newCipher();
  private final byte[] scratch = new byte[GroupBinding.MAX_BYTES];
  private final LongSupplier nanoTicker;
  private @Nullable Nonces nonces;

  AesGcmEngine(LongSupplier nanoTicker) {
    this.nanoTicker = nanoTicker;
  }

  /** An array for the borrower's associated data, {@link GroupBinding#MAX_BYTES} long. */
  byte[] scratch() {
    return scratch;
  }

  /** The sealed value, in an array of its own. */
  byte[] seal(
      SecretKey key, int keyId, byte[] associated, int associatedLength, byte[] text, int length) {
    byte[] sealed = new byte[TinkWire.OVERHEAD + length];
    TinkWire.putHeader(sealed, keyId);
    nonces().take(sealed, TinkWire.IV_OFFSET);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, spec(sealed, TinkWire.IV_OFFSET));
      cipher.updateAAD(associated, 0, associatedLength);
      cipher.doFinal(text, 0, length, sealed, TinkWire.CIPHERTEXT_OFFSET);
      return sealed;
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.KeyUnavailable(
          "the Java cryptography provider failed to seal " + length + " bytes", e);
    }
  }

  /** The plaintext, or null when the value is not what was sealed under this key and place. */
  byte @Nullable [] open(
      SecretKey key, byte[] associated, int associatedLength, byte[] body, int at, int length) {
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, spec(body, at + TinkWire.IV_OFFSET));
      cipher.updateAAD(associated, 0, associatedLength);
      byte[] text =
          cipher.doFinal(
              body, at + TinkWire.CIPHERTEXT_OFFSET, length - TinkWire.CIPHERTEXT_OFFSET);
      // Some providers answer null for an empty text.
      return text == null ? NOTHING : text;
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.Tampered(
          "the Java cryptography provider failed to open a sealed value of " + length + " bytes",
          e);
    }
  }

  /** Random bytes from the buffer that nonces come from. */
  byte[] random(int length) {
    byte[] random = new byte[length];
    nonces().take(random, 0, length);
    return random;
  }

  private Nonces nonces() {
    Nonces made = nonces;
    if (made == null) {
      made = new Nonces(nanoTicker);
      nonces = made;
    }
    return made;
  }

  private static GCMParameterSpec spec(byte[] source, int offset) {
    return new GCMParameterSpec(TAG_BITS, source, offset, TinkWire.IV_BYTES);
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has AES/GCM/NoPadding", e);
    }
  }
}

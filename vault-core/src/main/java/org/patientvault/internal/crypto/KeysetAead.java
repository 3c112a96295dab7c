package org.patientvault.internal.crypto;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import org.patientvault.model.VaultException;

/**
 * A keyset that seals small values: keys and index targets.
 *
 * <p>A value under a key id that the keyset does not hold is told apart by its message: Tink alone
 * says "decryption failed" of everything. Safe for use by several threads.
 */
final class KeysetAead {
  private final Keyset keyset;
  private final Aead aead;

  KeysetAead(Keyset keyset) {
    this.keyset = keyset;
    this.aead = keyset.primitive(Aead.class);
  }

  byte[] seal(byte[] text, byte[] associatedData) {
    try {
      return aead.encrypt(text, associatedData);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.KeyUnavailable("the keyset " + keyset + " cannot seal", e);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @param what names the value in an error; not asked for otherwise
   */
  byte[] open(byte[] sealed, byte[] associatedData, Object what) {
    int keyId = TinkWire.claimedKeyId(sealed, 0, sealed.length, what);
    if (!keyset.holds(keyId)) {
      throw new VaultException.Tampered(
          what
              + " says it is sealed under key "
              + Integer.toUnsignedString(keyId)
              + ", which the keyset "
              + keyset
              + " does not hold");
    }
    try {
      return aead.decrypt(sealed, associatedData);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.Tampered(
          what + " does not open under " + keyset + ": changed, or moved here", e);
    }
  }
}

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
  private final Renewal renewal;
  private final Held<Opened> opened;

  private record Opened(Keyset keyset, Aead aead) {
    static Opened of(Keyset keyset) {
      return new Opened(keyset, keyset.primitive(Aead.class));
    }
  }

  KeysetAead(Keyset keyset, Renewal renewal) {
    this.renewal = renewal;
    this.opened = new Held<>(Opened.of(keyset));
  }

  /** Seals with another generation of the keyset from now on. */
  void renew(Keyset keyset) {
    opened.put(Opened.of(keyset));
  }

  /** Neither seals nor opens until it is renewed. */
  void drop(VaultException.KeyUnavailable why) {
    opened.drop(why);
  }

  /**
   * @throws VaultException.KeyUnavailable when the keyset was dropped
   */
  void checkHeld() {
    opened.get();
  }

  /** The id of the key that seals. */
  int primaryId() {
    return opened.get().keyset.primaryId();
  }

  byte[] seal(byte[] text, byte[] associatedData) {
    Opened with = opened.get();
    try {
      return with.aead.encrypt(text, associatedData);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.KeyUnavailable("the keyset " + with.keyset + " cannot seal", e);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @param what names the value in an error; not asked for otherwise
   */
  byte[] open(byte[] sealed, byte[] associatedData, Object what) {
    int keyId = TinkWire.claimedKeyId(sealed, 0, sealed.length, what);
    Opened with = opened.get();
    if (!with.keyset.holds(keyId)) {
      // Another node may have rotated: what it wrote comes before what this one heard.
      renewal.look();
      with = opened.get();
    }
    if (!with.keyset.holds(keyId)) {
      throw new VaultException.Tampered(
          what
              + " says it is sealed under key "
              + Integer.toUnsignedString(keyId)
              + ", which the keyset "
              + with.keyset
              + " does not hold");
    }
    try {
      return with.aead.decrypt(sealed, associatedData);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.Tampered(
          what + " does not open under " + with.keyset + ": changed, or moved here", e);
    }
  }
}

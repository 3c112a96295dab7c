package org.patientvault.internal.crypto;

import com.google.crypto.tink.Mac;
import java.security.GeneralSecurityException;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Authenticates the vault's own state (slots, generation, versions) under a key below the root.
 *
 * <p>Shows a change by who has no key; shows no rollback to an earlier state, which the log does.
 * Safe for use by several threads. Format: docs/formats/key-hierarchy.md.
 */
public final class StateMac {
  private final Held<Opened> opened;

  private record Opened(Keyset keyset, Mac mac) {
    static Opened of(Keyset keyset) {
      return new Opened(keyset, keyset.primitive(Mac.class));
    }

    int primaryId() {
      return keyset.primaryId();
    }
  }

  StateMac(Keyset keyset) {
    opened = new Held<>(Opened.of(keyset));
  }

  /** Whether the key that computes now computed this one too. */
  public boolean isCurrent(Bytes tag) {
    return keyId(tag) == opened.get().primaryId();
  }

  /** Whether the key that computed this is one of those that are held. */
  public boolean holdsKeyOf(Bytes tag) {
    return opened.get().keyset().holds(keyId(tag));
  }

  /** Whether a newer key than the one that computes now computed this. */
  public boolean isNewer(Bytes tag) {
    return keyId(tag) > opened.get().primaryId();
  }

  private static int keyId(Bytes tag) {
    return TinkWire.claimedKeyId(tag.toArray(), 0, tag.size(), "the state's tag");
  }

  /** Computes with another generation of the keyset from now on. */
  void renew(Keyset keyset) {
    opened.put(Opened.of(keyset));
  }

  /** Neither computes nor verifies until it is renewed. */
  void drop(VaultException.KeyUnavailable why) {
    opened.drop(why);
  }

  /** 37 bytes: Tink's prefix and an HMAC-SHA-256. */
  public Bytes mac(byte[] data) {
    Mac mac = opened.get().mac();
    try {
      return Bytes.of(mac.computeMac(data));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.KeyUnavailable("the state-mac keyset cannot compute", e);
    }
  }

  /**
   * Checks what {@link #mac} gave.
   *
   * @param what names the data in the error
   * @throws VaultException.Tampered when it is of other data, or of another vault
   */
  public void verify(byte[] data, Bytes expected, String what) {
    Mac mac = opened.get().mac();
    try {
      mac.verifyMac(expected.toArray(), data);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.Tampered(
          what + " was changed by somebody without the vault's key", e);
    }
  }
}

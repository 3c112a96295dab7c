package org.patientvault.internal.crypto;

import java.util.Arrays;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Wraps log subjects for storage, each bound to its vault, its log's origin and its lookup tag.
 *
 * <p>Safe for use by several threads. Format: docs/formats/key-hierarchy.md.
 */
public final class LogSubjectWrap {
  private final VaultId vault;
  private final KeysetAead keys;

  LogSubjectWrap(VaultId vault, Keyset keyset, Renewal renewal) {
    this.vault = vault;
    this.keys = new KeysetAead(keyset, renewal);
  }

  void renew(Keyset keyset) {
    keys.renew(keyset);
  }

  void drop(VaultException.KeyUnavailable why) {
    keys.drop(why);
  }

  /** Whether the key that wraps now wrapped this too. */
  public boolean isCurrent(Bytes wrapped) {
    return TinkWire.claimedKeyId(wrapped.unsafeArray(), 0, wrapped.size(), "a wrapped key")
        == keys.primaryId();
  }

  public Bytes wrap(String origin, Bytes tag, LogSubject subject) {
    byte[] encoded = subject.toArray();
    try {
      return Bytes.of(keys.seal(encoded, binding(origin, tag)));
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /**
   * Unwraps what {@link #wrap} gave for this origin and tag.
   *
   * @throws VaultException.Tampered when it is anything else
   */
  public LogSubject unwrap(String origin, Bytes tag, Bytes sealed) {
    String what = "the log subject with tag " + tag.hex() + " of " + origin;
    byte[] encoded = keys.open(sealed.toArray(), binding(origin, tag), what);
    try {
      if (encoded.length != LogSubject.SIZE_BYTES) {
        throw new VaultException.Tampered(what + " unwraps to " + encoded.length + " bytes");
      }
      return new LogSubject(encoded);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private byte[] binding(String origin, Bytes tag) {
    return Encoding.of("PVls1").fixed(vault.value()).text(origin).bytes(tag.toArray()).toArray();
  }
}

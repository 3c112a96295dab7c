package org.patientvault.keys;

import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * An opened protector: wraps keysets for one slot, and unwraps them.
 *
 * <p>Handles opaque bytes and binds them to a context ({@link SlotContext}): what was wrapped for
 * another vault or slot does not unwrap. One opened protector serves all keysets of its slot, so
 * that a costly key derivation, a PIN or a round trip is paid once. Safe for use by several
 * threads.
 */
public interface KeyProtector extends AutoCloseable {
  /** The wrapped keyset, different bytes on each call. */
  byte[] wrap(byte[] keyset, byte[] context);

  /**
   * What {@link #wrap} was given; the caller wipes it.
   *
   * @throws VaultException.KeyUnavailable when the secret is wrong, or the slot was changed
   * @throws VaultException.Tampered when it is not a wrapped keyset of this kind at all
   * @throws VaultException.UnsupportedFormat when a newer version wrapped it
   */
  byte[] unwrap(byte[] wrapped, byte[] context);

  /** Where the protector is; stored in the slot, in clear. */
  ProtectorUri uri();

  /** What {@link ProtectorProvider#open} needs to open it again; no secret. */
  Bytes parameters();

  /** Wipes what can be wiped. A closed protector refuses to work. */
  @Override
  void close();
}

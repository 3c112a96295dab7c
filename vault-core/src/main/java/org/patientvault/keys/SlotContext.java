package org.patientvault.keys;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultId;

/**
 * What a wrapped keyset is bound to: its vault, its slot, and which of the slot's two keysets it
 * is. Format: docs/formats/key-hierarchy.md.
 */
public final class SlotContext {
  /** The size of a slot id. */
  public static final int SLOT_ID_BYTES = 16;

  private static final int ROOT = 1;
  private static final int LOG = 2;

  private SlotContext() {}

  /** The context of the wrapped root keyset. */
  public static byte[] root(VaultId vault, Bytes slotId) {
    return encode(vault, slotId, ROOT);
  }

  /** The context of the wrapped log keys. */
  public static byte[] log(VaultId vault, Bytes slotId) {
    return encode(vault, slotId, LOG);
  }

  private static byte[] encode(VaultId vault, Bytes slotId, int what) {
    if (slotId.size() != SLOT_ID_BYTES) {
      throw new IllegalArgumentException("a slot id has 16 bytes, not " + slotId.size());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("PVsl1".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(vault.value().toArray());
    out.writeBytes(slotId.toArray());
    out.write(what);
    return out.toByteArray();
  }
}

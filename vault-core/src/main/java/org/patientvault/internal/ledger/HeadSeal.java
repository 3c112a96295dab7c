package org.patientvault.internal.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.internal.crypto.StateMac;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.model.VaultException;

/**
 * Says that the vault itself wrote a log head: else whoever can edit rows could write another
 * history, take the checkpoints away, and have the publisher sign it.
 *
 * <p>Does not find an older head put back together with its log: that shows against an outside
 * head. Format: docs/formats/key-hierarchy.md, "Head seal".
 */
public final class HeadSeal {
  private final StateMac mac;

  public HeadSeal(StateMac mac) {
    this.mac = mac;
  }

  LogHeadRow sealed(LogHeadRow head) {
    return head.withMac(mac.mac(encode(head)));
  }

  /**
   * The tree to go on from.
   *
   * @throws VaultException.Tampered when the head is not one that this vault wrote
   */
  public MerkleFrontier verified(LogHeadRow head) {
    mac.verify(encode(head), head.mac(), "the log's head");
    MerkleFrontier tree = MerkleFrontier.decode(head.frontier());
    if (tree.size() != head.size() || !tree.root().equals(head.root())) {
      throw new VaultException.Tampered("the edge of the log's tree does not fit its head");
    }
    return tree;
  }

  private static byte[] encode(LogHeadRow head) {
    byte[] origin = head.origin().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(5 + 4 + 4 + 2 + origin.length + 8 + MerkleHash.SIZE_BYTES)
        .put("PVlh1".getBytes(StandardCharsets.US_ASCII))
        .putInt(head.shard())
        .putInt(head.epoch())
        .putShort((short) origin.length)
        .put(origin)
        .putLong(head.size())
        .put(head.root().toArray())
        .array();
  }
}

package org.patientvault.internal.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.internal.crypto.StateMac;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.StateRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Says that the vault itself wrote a log head: else whoever can edit rows could write another
 * history, take the checkpoints away, and have the publisher sign it. Names the generation of the
 * state too, so that an older policy put back alone does not fit.
 *
 * <p>Does not find an older head put back together with its log: that shows against an outside
 * head. Format: docs/formats/key-hierarchy.md, "Head seal".
 */
public final class HeadSeal {
  /** Beside which a closed log's head is sealed: no state of the vault is beside it any more. */
  public static final int CLOSED = 0;

  private final StateMac mac;

  public HeadSeal(StateMac mac) {
    this.mac = mac;
  }

  /** The head of a log that nothing was appended to. */
  static LogHeadRow empty(Shard shard) {
    MerkleFrontier empty = new MerkleFrontier();
    return new LogHeadRow(
        shard.number(),
        shard.origin(),
        0,
        empty.root(),
        empty.encode(),
        1,
        Bytes.wrap(new byte[0]));
  }

  static VaultException.Tampered gone() {
    return new VaultException.Tampered("the vault's log head is gone");
  }

  /** {@code head} with the tag that fits it and the generation of the state beside it. */
  public LogHeadRow sealed(LogHeadRow head, int generation) {
    return head.withMac(mac.mac(encode(head, generation)));
  }

  /**
   * The tree to go on from.
   *
   * @throws VaultException.Tampered when the head is not one that this vault wrote beside a state
   *     of this generation
   */
  public MerkleFrontier verified(LogHeadRow head, int generation) {
    mac.verify(encode(head, generation), head.mac(), "the log's head or the state beside it");
    MerkleFrontier tree = MerkleFrontier.decode(head.frontier());
    if (tree.size() != head.size() || !tree.root().equals(head.root())) {
      throw new VaultException.Tampered("the edge of the log's tree does not fit its head");
    }
    return tree;
  }

  /** As {@link #verified(LogHeadRow, int)}, be it the newest log's or a closed one's. */
  public MerkleFrontier verified(LogHeadRow head, StateRow state) {
    return verified(head, generationBeside(head.shard(), state));
  }

  /** The generation that a head is sealed beside. */
  public static int generationBeside(int shard, StateRow state) {
    return shard == state.shard() ? state.generation() : CLOSED;
  }

  private static byte[] encode(LogHeadRow head, int generation) {
    byte[] origin = head.origin().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(5 + 4 + 4 + 4 + 2 + origin.length + 8 + MerkleHash.SIZE_BYTES)
        .put("PVlh1".getBytes(StandardCharsets.US_ASCII))
        .putInt(head.shard())
        .putInt(head.epoch())
        .putInt(generation)
        .putShort((short) origin.length)
        .put(origin)
        .putLong(head.size())
        .put(head.root().toArray())
        .array();
  }
}

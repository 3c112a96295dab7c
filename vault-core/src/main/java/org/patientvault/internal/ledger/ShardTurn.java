package org.patientvault.internal.ledger;

import java.security.SecureRandom;
import java.util.Objects;
import java.util.function.Function;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.IndexRange;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.StateRow;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;

/**
 * Ends one log and begins the next, in one transaction: last entries, last signature, GENESIS. It
 * is committed as a whole or not at all, so that no vault is ever without a log to write to, and no
 * log is signed after its end.
 */
final class ShardTurn {
  private final ShardClosing closing;
  private final StateGuard guard;
  private final HeadSeal seal;
  private final SecureRandom random;

  ShardTurn(ShardClosing closing, StateGuard guard, HeadSeal seal, SecureRandom random) {
    this.closing = closing;
    this.guard = guard;
    this.seal = seal;
    this.random = random;
  }

  /** The new log, as it is once this is committed. */
  record Begun(ShardParts parts, LogHeadRow head, Bytes genesisLeafHash) {}

  /**
   * Writes all of it.
   *
   * @param last the transaction in which the closed log ends
   * @param signLast signs the closed log as it ends
   * @param partsOf who writes the next one
   */
  Begun write(
      LedgerTransaction last,
      ShardParts closed,
      Node node,
      Function<WriteView, CheckpointRow> signLast,
      Function<Shard, ShardParts> partsOf) {
    WriteView rows = last.rows();
    guard.verify(last.stateBefore(), rows);
    closing.lastly().accept(last, closed.shard().next(closing.year()));
    appendLast(last);
    LogHeadRow ended = closed.writer().write(last, node).head();
    CheckpointRow note = signLast.apply(rows);
    rows.sealHead(seal.sealed(ended, HeadSeal.CLOSED));
    return begin(last, closed, node, note, partsOf);
  }

  /** The seal comes before the end, so that all but the last entry are the node's own. */
  private void appendLast(LedgerTransaction last) {
    ShardClosing.HeldRows held = closing.state();
    EntryDraft state =
        EntryDraft.of(EventCode.STATE).committing(held.root()).with("rows", held.rows());
    last.append(held.entries() == 0 ? state : state.about(new IndexRange(0, held.entries() - 1)));
    last.append(EntryDraft.of(EventCode.SEAL));
    last.append(closing.close().committing(held.root()));
  }

  private Begun begin(
      LedgerTransaction last,
      ShardParts closed,
      Node node,
      CheckpointRow note,
      Function<Shard, ShardParts> partsOf) {
    WriteView rows = last.rows();
    ShardParts next = partsOf.apply(closed.shard().next(closing.year()));
    PayloadRow facts =
        Founding.payload(
            Bytes.wrap(
                closing
                    .genesis()
                    .text(rows, last.stateBefore(), closed.shard(), note, closing.state().root())));
    rows.putPayload(facts);
    StateRow state =
        guard.sealed(
            last.stateBefore().inShard(next.shard().number(), Founding.GENESIS_INDEX), rows);
    rows.putState(state);
    LogHeadRow empty = seal.sealed(HeadSeal.empty(next.shard()), state.generation());
    rows.insertLogHead(empty);
    LedgerTransaction first =
        new LedgerTransaction(rows, empty, state, new WrittenDigests(), next.subjects(), 0);
    first.append(
        EntryDraft.of(EventCode.GENESIS)
            .committing(StateSeal.slotDigest(closing.vault(), rows.slots()))
            .publishing(facts.sha256()));
    EntryWriter.Written written =
        next.writer().write(first, Node.boot(node.name(), next.shard().origin(), random));
    return new Begun(next, written.head(), Objects.requireNonNull(written.lastLeafHash()));
  }
}

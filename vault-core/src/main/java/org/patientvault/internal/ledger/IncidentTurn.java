package org.patientvault.internal.ledger;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Consumer;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.StateRow;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultId;

/**
 * Begins another log in a vault that was put back: the one before is never written to or signed
 * again, since the vault that was lost may have gone on with it. All of it in the caller's
 * transaction.
 */
public final class IncidentTurn {
  private final VaultId vault;
  private final VaultKeys keys;
  private final StateGuard guard;
  private final HeadSeal seal;
  private final SecureRandom random = new SecureRandom();
  private final Clock clock;
  private final String node;

  public IncidentTurn(VaultId vault, VaultKeys keys, String node, Clock clock) {
    this.vault = vault;
    this.keys = keys;
    this.guard = new StateGuard(new StateSeal(vault, keys.stateMac()));
    this.seal = new HeadSeal(keys.stateMac());
    this.node = node;
    this.clock = clock;
  }

  /**
   * Refuses a vault that was not left by its own program.
   *
   * @return the head that the log had
   */
  public LogHeadRow verified(WriteView rows) {
    StateRow state = guard.state(rows);
    LogHeadRow head = rows.logHead(state.shard()).orElseThrow(HeadSeal::gone);
    seal.verified(head, state);
    return head;
  }

  /**
   * Writes the new log's first entries.
   *
   * @param ended the log's head, as {@link #verified} gave it
   * @param genesis the public text that GENESIS names
   * @param entries appends more, and changes rows; what it tells is sealed by a node of its own
   */
  public void write(
      WriteView rows,
      LogHeadRow ended,
      Shard next,
      byte[] genesis,
      Consumer<LedgerTransaction> entries) {
    rows.sealHead(seal.sealed(ended, HeadSeal.CLOSED));
    PayloadRow facts = Founding.payload(Bytes.wrap(genesis));
    rows.putPayload(facts);
    StateRow state =
        guard.sealed(rows.theState().inShard(next.number(), Founding.GENESIS_INDEX), rows);
    rows.putState(state);
    LogHeadRow empty = seal.sealed(HeadSeal.empty(next), state.generation());
    rows.insertLogHead(empty);
    LogSubjects people = new LogSubjects(next.origin(), next.number(), keys);
    EntryWriter writer = new EntryWriter(next, keys, people, clock);
    LedgerTransaction first = transaction(rows, empty, state, people);
    first.append(
        EntryDraft.of(EventCode.GENESIS)
            .committing(StateSeal.slotDigest(vault, rows.slots()))
            .publishing(facts.sha256()));
    LogHeadRow begun = seal.sealed(writer.write(first, boot(next)).head(), state.generation());
    LedgerTransaction more = transaction(rows, begun, state, people);
    more.append(EntryDraft.of(EventCode.START));
    entries.accept(more);
    more.append(EntryDraft.of(EventCode.STOP));
    writer.write(more, boot(next));
  }

  private LedgerTransaction transaction(
      WriteView rows, LogHeadRow head, StateRow state, LogSubjects people) {
    return new LedgerTransaction(rows, head, state, new WrittenDigests(), people, 0);
  }

  private Node boot(Shard next) {
    return Node.boot(node, next.origin(), random);
  }
}

package org.patientvault.internal.jobs;

import java.util.Optional;
import java.util.stream.Stream;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.StateMac;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.HeadSeal;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;

/**
 * The state's row and the log's head under the state-mac keyset: every entry seals the head anew.
 */
record SealedState(JobParts parts) implements Rework {
  private static final Bytes SEALED = Bytes.of(new byte[] {1});

  @Override
  public long total(ReadView rows) {
    return 1L + LogChain.of(rows).size();
  }

  @Override
  public long left(ReadView rows) {
    StateMac mac = parts.keys().stateMac();
    long heads = heads(rows).filter(head -> !mac.isCurrent(head.mac())).count();
    return heads + (mac.isCurrent(rows.theState().mac()) ? 0 : 1);
  }

  private static Stream<LogHeadRow> heads(ReadView rows) {
    return LogChain.of(rows).stream().flatMap(log -> rows.logHead(log.number()).stream());
  }

  @Override
  public Optional<Page> page(Bytes position, int limit) {
    return position.size() == 0 ? Optional.of(new Sealed(parts)) : Optional.empty();
  }

  private record Sealed(JobParts parts) implements Page {
    @Override
    public Bytes position() {
      return SEALED;
    }

    @Override
    public void prepare() {
      // Both rows are made where they are written: each entry moves the head.
    }

    @Override
    public int failed() {
      return 0;
    }

    @Override
    public EventCode event() {
      return EventCode.KEY_REWRAP;
    }

    @Override
    public int write(LedgerTransaction transaction, EntryDraft draft) {
      StateSeal seal = new StateSeal(parts.vault(), parts.keys().stateMac());
      seal.verify(transaction.state(), transaction.rows());
      int rows = 2 + closedHeads(transaction);
      transaction.append(draft.with("rows", (long) rows));
      transaction.putState(seal.sealed(transaction.state().withKeysets(), transaction.rows()));
      return rows;
    }

    /** Those of closed logs: no entry moves them. */
    private int closedHeads(LedgerTransaction transaction) {
      HeadSeal heads = new HeadSeal(parts.keys().stateMac());
      int sealed = 0;
      for (LogHeadRow head : heads(transaction.rows()).toList()) {
        if (head.shard() != transaction.shard()) {
          heads.verified(head, HeadSeal.CLOSED);
          transaction.rows().sealHead(heads.sealed(head, HeadSeal.CLOSED));
          sealed++;
        }
      }
      return sealed;
    }
  }
}

package org.patientvault.internal.jobs;

import java.util.Optional;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.StateMac;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
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
    return 2;
  }

  @Override
  public long left(ReadView rows) {
    StateMac mac = parts.keys().stateMac();
    boolean head =
        rows.logHead(rows.theState().shard())
            .map(LogHeadRow::mac)
            .filter(mac::isCurrent)
            .isPresent();
    return (head ? 0L : 1L) + (mac.isCurrent(rows.theState().mac()) ? 0 : 1);
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
      transaction.append(draft.with("rows", 2L));
      transaction.putState(seal.sealed(transaction.state().withKeysets(), transaction.rows()));
      return 2;
    }
  }
}

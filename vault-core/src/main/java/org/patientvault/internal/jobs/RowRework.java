package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Renewals;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Rows of one table that are wrapped, sealed or named again one by one, each meaning what it meant:
 * what the log committed to stays as it is.
 */
final class RowRework<R> implements Rework {
  private static final int COUNTED_AT_ONCE = 1_000;
  private static final Bytes START = Bytes.of(new byte[0]);

  private final Store store;
  private final Table<R> table;

  /** One table, and what makes a row of it a new one. */
  interface Table<R> {
    long count(ReadView rows);

    /** Rows behind {@code position} in a fixed order; it is empty at first. */
    List<R> behind(ReadView rows, Bytes position, int limit);

    Bytes position(R row);

    /** Whether the current keys made it. */
    boolean isCurrent(R row);

    /** The same row under the current keys; a changed one is {@link VaultException.Tampered}. */
    R renew(R row);

    /** Changes the rows that are still as they were read, and gives how many. */
    int write(WriteView rows, List<Renewals.Renewed<R>> renewed);
  }

  RowRework(Store store, Table<R> table) {
    this.store = store;
    this.table = table;
  }

  @Override
  public long total(ReadView rows) {
    return table.count(rows);
  }

  @Override
  public long left(ReadView rows) {
    long left = 0;
    List<R> page = table.behind(rows, START, COUNTED_AT_ONCE);
    while (!page.isEmpty()) {
      left += page.stream().filter(row -> !isCurrent(row)).count();
      Bytes last = table.position(page.get(page.size() - 1));
      page = table.behind(rows, last, COUNTED_AT_ONCE);
    }
    return left;
  }

  @Override
  public Optional<Page> page(Bytes position, int limit) {
    List<R> rows = store.read(view -> table.behind(view, position, limit));
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Renewed(rows));
  }

  private boolean isCurrent(R row) {
    try {
      return table.isCurrent(row);
    } catch (VaultException.Tampered e) {
      return false;
    }
  }

  /** A damaged row is left as it is: the count shows it, and it is found by verifying. */
  private Optional<R> renew(R row) {
    try {
      return Optional.of(table.renew(row));
    } catch (VaultException.Tampered e) {
      return Optional.empty();
    }
  }

  private final class Renewed implements Page {
    private final List<R> rows;
    private final List<Renewals.Renewed<R>> renewed = new ArrayList<>();
    private int failed;

    Renewed(List<R> rows) {
      this.rows = rows;
    }

    @Override
    public Bytes position() {
      return table.position(rows.get(rows.size() - 1));
    }

    @Override
    public void prepare() {
      for (R row : rows) {
        if (!isCurrent(row)) {
          renew(row)
              .ifPresentOrElse(
                  again -> renewed.add(new Renewals.Renewed<>(row, again)), () -> failed++);
        }
      }
    }

    @Override
    public int failed() {
      return failed;
    }

    @Override
    public EventCode event() {
      return EventCode.KEY_REWRAP;
    }

    @Override
    public int write(LedgerTransaction transaction, EntryDraft draft) {
      if (renewed.isEmpty()) {
        return 0;
      }
      int changed = table.write(transaction.rows(), renewed);
      transaction.append(draft.with("rows", (long) changed));
      return changed;
    }
  }
}

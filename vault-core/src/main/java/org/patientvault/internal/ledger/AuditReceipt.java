package org.patientvault.internal.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.patientvault.model.Bytes;

/**
 * Evidence that an entry naming these rows and fields is durable. Whoever opens a sealed row must
 * hand one over.
 *
 * <p>Made by the ledger alone, after the commit. Each row can be claimed once: a second opening
 * needs a second entry. Safe for use by several threads.
 */
public final class AuditReceipt {
  private final long index;
  private final Map<Bytes, RowClaim> unclaimed = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  AuditReceipt(long index, List<RowClaim> rows) {
    this.index = index;
    rows.forEach(row -> unclaimed.put(row.rowDigest(), row));
  }

  /** The entry's index in its log. */
  public long index() {
    return index;
  }

  /**
   * Uses up the right to open the row with this digest, and says which fields may leave.
   *
   * @throws AssertionError when the entry does not name the row or it was claimed before: a bug,
   *     nothing may be opened
   */
  public RowClaim claim(Bytes rowDigest) {
    lock.lock();
    try {
      RowClaim claim = unclaimed.remove(rowDigest);
      if (claim == null) {
        throw new AssertionError(
            "the log entry " + index + " does not name this row, or it was opened before");
      }
      return claim;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "AuditReceipt[index=" + index + "]";
  }
}

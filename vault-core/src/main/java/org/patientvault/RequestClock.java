package org.patientvault;

import java.time.Instant;
import org.patientvault.audit.Entry;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.RequestRow;

/**
 * What time it is for a request: that of the clock, but not before what the log has seen since it
 * was asked. Who sets a clock back does not bring back what expired.
 *
 * <p>Looks at the newest entries alone, so that a transaction waits for milliseconds: who makes as
 * many with the wrong time himself is not found here, but by whoever reads the log.
 */
final class RequestClock {
  private static final long ENTRIES = 1_000;

  private RequestClock() {}

  static Instant now(Engine engine, LedgerTransaction transaction, RequestRow request) {
    Instant[] latest = {engine.options.clock().instant()};
    int log = transaction.shard();
    if (request.logShard() == log) {
      long end = transaction.rows().logHead(log).map(LogHeadRow::size).orElse(0L);
      transaction
          .rows()
          .streamEntries(
              log,
              Math.max(request.logIndex() + 1, end - ENTRIES),
              Long.MAX_VALUE,
              row -> {
                Instant seen = Entry.parse(row.leaf().toArray()).stamp().time();
                latest[0] = seen.isAfter(latest[0]) ? seen : latest[0];
              });
    }
    return latest[0];
  }
}

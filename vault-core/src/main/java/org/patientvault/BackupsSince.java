package org.patientvault;

import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.VaultException;

/**
 * Where the log ended when its backups were looked at. A backup is in the log before it is made, so
 * that none escapes who looks again in the transaction that acts on it.
 */
record BackupsSince(int shard, long size) {
  static BackupsSince now(Engine engine) {
    return engine.store.read(
        rows -> {
          int shard = rows.theState().shard();
          return new BackupsSince(shard, rows.logHead(shard).map(LogHeadRow::size).orElseThrow());
        });
  }

  /**
   * Refuses what was prepared before another backup was begun, or another log.
   *
   * @throws VaultException.Conflict then
   */
  void checkNone(LedgerTransaction transaction) {
    if (transaction.shard() != shard
        || transaction.drafted().values().stream()
            .anyMatch(draft -> draft.event() == EventCode.BACKUP)
        || isBegun(transaction.rows())) {
      throw VaultException.Conflict.passing(
          "a backup was made meanwhile, or a log begun; try again");
    }
  }

  private boolean isBegun(ReadView rows) {
    boolean[] begun = {false};
    rows.streamEntries(
        shard,
        size,
        Long.MAX_VALUE,
        row -> begun[0] |= Entry.parse(row.leaf().toArray()).event() == EventCode.BACKUP);
    return begun[0];
  }
}

package org.patientvault.internal.jobs;

import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.TombstoneRow;

/** Holds tombstones against the entries that tell of an erasure: without one, none is lawful. */
final class TombstoneCheck {
  private final RecordsCheck check;

  TombstoneCheck(RecordsCheck check) {
    this.check = check;
  }

  void run(ReadView snapshot) {
    snapshot.streamTombstones(row -> tombstone(snapshot, row));
  }

  private void tombstone(ReadView snapshot, TombstoneRow row) {
    check.looked();
    boolean erased =
        check
            .entry(snapshot, check.places().of(row.logShard(), row.logIndex()))
            .map(Entry::event)
            .filter(EventCode.ERASE::equals)
            .isPresent();
    if (!erased || !check.places().has(row.logShard())) {
      check.found(
          "TOMBSTONE ADDED patient="
              + row.patient()
              + " entry="
              + check.places().text(row.logShard(), row.logIndex())
              + " (it tells of no erasure)");
    }
  }
}

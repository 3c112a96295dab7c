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
            .entry(snapshot, row.logIndex())
            .map(Entry::event)
            .filter(EventCode.ERASE::equals)
            .isPresent();
    if (!erased || row.logShard() != check.shard()) {
      check.found(
          "TOMBSTONE ADDED patient="
              + row.patient()
              + " entry="
              + row.logIndex()
              + " (it tells of no erasure)");
    }
  }
}

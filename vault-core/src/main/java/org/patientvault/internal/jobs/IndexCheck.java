package org.patientvault.internal.jobs;

import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RecordIndexRow;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultException;

/**
 * Holds record index rows against the records they lead to: each record is found by exactly one
 * row.
 */
final class IndexCheck {
  private final RecordsCheck check;

  IndexCheck(RecordsCheck check) {
    this.check = check;
  }

  void run(ReadView snapshot) {
    snapshot.streamRecordIndex(row -> row(snapshot, row));
    snapshot
        .patientsWithUnevenIndex()
        .forEach(
            patient ->
                check.found(
                    "INDEX CHANGED table=record_index patient="
                        + patient
                        + " (rows added or deleted)"));
  }

  private void row(ReadView snapshot, RecordIndexRow row) {
    check.looked();
    String where = "table=record_index patient=" + row.patient() + " tag=" + row.tag().hex();
    try {
      RecordRef record = check.target(row);
      if (!check.isCurrent(row.prf(), IndexName.RECORD)) {
        check.found("INDEX CHANGED " + where + " (prf=" + row.prf() + ")");
      }
      if (snapshot.headRevision(row.patient(), record).isEmpty()) {
        check.found("INDEX MOVED " + where + " (it leads nowhere)");
      }
    } catch (VaultException.Tampered e) {
      check.found("INDEX MOVED " + where);
    }
  }
}

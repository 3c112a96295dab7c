package org.patientvault;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.PatientErasure;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.TombstoneRow;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * Which erasures a backup knows of: those tombstones that an entry of the log tells of. Who could
 * write to the database before the backup was made could have added others, and whoever was erased
 * under their numbers since would come back.
 */
final class KnownErasures {
  private KnownErasures() {}

  /** Patients by the numbers of their erasures. */
  static Map<Integer, PatientRef> in(ReadView rows) {
    Map<Integer, PatientRef> known = new HashMap<>();
    rows.erasures()
        .streamTombstones(
            row -> {
              if (isTold(rows, row)) {
                known.put(row.number(), row.patient());
              }
            });
    return known;
  }

  private static boolean isTold(ReadView rows, TombstoneRow row) {
    return row.salt().size() == PatientErasure.SALT_BYTES
        && rows.logEntry(row.logShard(), row.logIndex())
            .flatMap(entry -> text(rows, entry))
            .filter(text -> text.told().isPresent() && text.number() == row.number())
            .filter(
                text -> text.subject().equals(PatientErasure.subject(row.patient(), row.salt())))
            .isPresent();
  }

  private static Optional<PatientErasure> text(ReadView rows, LogEntryRow row) {
    try {
      Entry entry = Entry.parse(row.leaf().toArray());
      return Optional.ofNullable(entry.payload())
          .filter(named -> entry.event() == EventCode.ERASE)
          .flatMap(rows::payload)
          .filter(text -> Founding.payload(text.body()).equals(text))
          .map(PayloadRow::body)
          .map(text -> PatientErasure.parse(text.toArray()));
    } catch (VaultException e) {
      return Optional.empty();
    }
  }
}

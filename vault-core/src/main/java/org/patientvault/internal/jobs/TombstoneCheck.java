package org.patientvault.internal.jobs;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.patientvault.audit.PatientErasure;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.TombstoneRow;

/**
 * Holds tombstones against the entries that tell of an erasure, and both against the rows: a
 * tombstone that no entry tells of is not lawful, one that is gone is missed, and nobody comes
 * back.
 */
final class TombstoneCheck {
  private final RecordsCheck check;
  private final Set<Long> marked = new HashSet<>();

  TombstoneCheck(RecordsCheck check) {
    this.check = check;
  }

  void run(ReadView snapshot) {
    snapshot.erasures().streamTombstones(row -> tombstone(snapshot, row));
    for (ErasedPatients.Told each : check.erasedPatients().told()) {
      if (!marked.contains(each.place())) {
        check.found("TOMBSTONE DELETED entry=" + check.places().text(each.place()));
      }
    }
    snapshot
        .erasures()
        .broughtBack()
        .forEach(patient -> check.found("BROUGHT BACK patient=" + patient + " (it was erased)"));
  }

  private void tombstone(ReadView snapshot, TombstoneRow row) {
    check.looked();
    long place = check.places().of(row.logShard(), row.logIndex());
    Optional<PatientErasure> erasure =
        check
            .entry(snapshot, place)
            .flatMap(entry -> ErasedPatients.text(snapshot, entry))
            .filter(text -> isAbout(text, row));
    if (erasure.isPresent() && check.places().has(row.logShard())) {
      marked.add(place);
    } else {
      check.found(
          "TOMBSTONE ADDED patient="
              + row.patient()
              + " entry="
              + check.places().text(row.logShard(), row.logIndex())
              + " (it tells of no erasure of this patient)");
    }
  }

  private static boolean isAbout(PatientErasure text, TombstoneRow row) {
    return text.told().isPresent()
        && text.number() == row.number()
        && row.salt().size() == PatientErasure.SALT_BYTES
        && text.subject().equals(PatientErasure.subject(row.patient(), row.salt()));
  }
}

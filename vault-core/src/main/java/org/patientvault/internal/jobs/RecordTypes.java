package org.patientvault.internal.jobs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.sealing.IndexTarget;
import org.patientvault.internal.sealing.RecordFetcher;
import org.patientvault.internal.store.RecordIndexRow;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;

/**
 * The types of one patient's records, from their index rows; opened when they are first asked for.
 * Safe for use by several threads.
 */
final class RecordTypes {
  private final RecordFetcher fetcher;
  private final PatientRef patient;
  private final List<RecordIndexRow> rows;
  private @Nullable Map<RecordRef, RecordType> opened;

  RecordTypes(RecordFetcher fetcher, PatientRef patient, List<RecordIndexRow> rows) {
    this.fetcher = fetcher;
    this.patient = patient;
    this.rows = rows;
  }

  boolean isOf(PatientRef other) {
    return patient.equals(other);
  }

  /** A record's type; none where its index row is gone or was changed. */
  synchronized Optional<RecordType> of(RecordRef record) {
    if (opened == null) {
      opened = open();
    }
    return Optional.ofNullable(opened.get(record));
  }

  private Map<RecordRef, RecordType> open() {
    Map<RecordRef, RecordType> found = new HashMap<>();
    for (RecordIndexRow row : rows) {
      try {
        IndexTarget target = fetcher.target(patient, row);
        found.put(target.record(), target.type());
      } catch (VaultException.Tampered e) {
        // Its record has no type then, and is counted as failed.
      }
    }
    return found;
  }
}

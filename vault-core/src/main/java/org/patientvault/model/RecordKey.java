package org.patientvault.model;

import java.util.Objects;

/** Where a record is found: its patient, its type and the application's id. */
public record RecordKey(PatientRef patient, RecordType type, RecordId id) {
  public RecordKey {
    Objects.requireNonNull(patient, "patient");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(id, "id");
  }

  /** Spares the caller three constructors. */
  public static RecordKey of(PatientRef patient, String type, String id) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(id, "id");
    return new RecordKey(patient, new RecordType(type), new RecordId(id));
  }
}

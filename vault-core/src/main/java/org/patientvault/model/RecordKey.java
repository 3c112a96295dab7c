package org.patientvault.model;

/** Where a record is found: its patient, its type and the application's id. */
public record RecordKey(PatientRef patient, RecordType type, RecordId id) {
  /** Spares the caller three constructors. */
  public static RecordKey of(PatientRef patient, String type, String id) {
    return new RecordKey(patient, new RecordType(type), new RecordId(id));
  }
}

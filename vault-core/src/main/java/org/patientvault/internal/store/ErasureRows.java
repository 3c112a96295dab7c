package org.patientvault.internal.store;

import java.util.Collection;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;

/** Writes about erasures, and erases. Inside {@link Store#write}, for one thread. */
public final class ErasureRows {
  private final WriteView rows;

  ErasureRows(WriteView rows) {
    this.rows = rows;
  }

  /** How many rows of a patient went. */
  public record Deleted(int keys, int records, int revisions, int identifiers) {}

  /**
   * Deletes every row of a patient's data.
   *
   * @param identifiers tags of the patient's rows in the index of identifiers
   * @throws org.patientvault.model.VaultException.StorageFailed when the database keeps one of them
   */
  public Deleted deletePatient(PatientRef patient, Collection<Bytes> identifiers) {
    rows.fetched.drop(patient);
    int revisions = rows.sql.update("DELETE FROM record_revision WHERE patient = ?", patient);
    int records = rows.sql.update("DELETE FROM record_index WHERE patient = ?", patient);
    int keys = rows.sql.update("DELETE FROM patient_key WHERE patient = ?", patient);
    for (Bytes tag : identifiers) {
      rows.change("DELETE FROM patient_index WHERE tag = ?", tag);
    }
    if (isLeft(patient)) {
      throw WriteView.swallowed();
    }
    return new Deleted(keys, records, revisions, identifiers.size());
  }

  private boolean isLeft(PatientRef patient) {
    return rows.sql
        .one(
            """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM record_revision WHERE patient = ?)
              OR EXISTS (SELECT 1 FROM record_index WHERE patient = ?)
              OR EXISTS (SELECT 1 FROM patient_key WHERE patient = ?)\
            """,
            row -> row.getInt(1),
            patient,
            patient,
            patient)
        .isPresent();
  }

  public void insertTombstone(TombstoneRow tombstone) {
    rows.fetched.drop(tombstone.patient());
    rows.change(
        "INSERT INTO tombstone VALUES (?, ?, ?, ?, ?)",
        tombstone.patient(),
        tombstone.number(),
        tombstone.salt(),
        tombstone.logShard(),
        tombstone.logIndex());
  }

  /** Takes away one that is not lawful, if there is one. */
  public void deleteTombstone(PatientRef patient) {
    rows.fetched.drop(patient);
    rows.sql.update("DELETE FROM tombstone WHERE patient = ?", patient);
  }

  public void insertHold(HoldRow hold) {
    rows.change(
        "INSERT INTO hold VALUES (?, ?, ?)", hold.patient(), hold.logShard(), hold.logIndex());
  }

  public void deleteHold(PatientRef patient) {
    rows.change("DELETE FROM hold WHERE patient = ?", patient);
  }

  public void insertPending(PendingErasureRow pending) {
    rows.change(
        "INSERT INTO erasure VALUES (?, ?, ?, ?, ?, ?)",
        pending.patient(),
        pending.ground(),
        pending.askedMillis(),
        pending.dueMillis(),
        pending.logShard(),
        pending.logIndex());
  }

  public void deletePending(PatientRef patient) {
    rows.change("DELETE FROM erasure WHERE patient = ?", patient);
  }
}

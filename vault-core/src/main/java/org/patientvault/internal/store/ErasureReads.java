package org.patientvault.internal.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.patientvault.model.PatientRef;

/** The rows about erasures, as one snapshot sees them. */
public final class ErasureReads {
  static final Sql.RowReader<TombstoneRow> TOMBSTONE =
      row ->
          new TombstoneRow(
              Sql.patient(row, 1),
              Sql.small(row, 2),
              Sql.bytes(row, 3),
              Sql.small(row, 4),
              row.getLong(5));

  private static final Sql.RowReader<HoldRow> HOLD =
      row -> new HoldRow(Sql.patient(row, 1), Sql.small(row, 2), row.getLong(3));

  private static final Sql.RowReader<PendingErasureRow> PENDING =
      row ->
          new PendingErasureRow(
              Sql.patient(row, 1),
              row.getString(2),
              row.getLong(3),
              row.getLong(4),
              Sql.small(row, 5),
              row.getLong(6));

  private final Sql sql;

  ErasureReads(Sql sql) {
    this.sql = sql;
  }

  /** In the order in which they were made. */
  public void streamTombstones(Consumer<TombstoneRow> sink) {
    sql.each(
        "SELECT patient, number, salt, log_shard, log_idx FROM tombstone ORDER BY number, patient",
        TOMBSTONE,
        sink);
  }

  /** The highest number of any; 0 when nobody was erased. */
  public int lastNumber() {
    return sql.one("SELECT coalesce(max(number), 0) FROM tombstone", row -> Sql.small(row, 1))
        .orElse(0);
  }

  /** Rows of data that are there of patients who were erased. */
  public List<PatientRef> broughtBack() {
    return sql.all(
        """
        SELECT patient FROM tombstone t
        WHERE EXISTS (SELECT 1 FROM patient_key k WHERE k.patient = t.patient)
          OR EXISTS (SELECT 1 FROM record_revision r WHERE r.patient = t.patient)
          OR EXISTS (SELECT 1 FROM record_index i WHERE i.patient = t.patient)
        ORDER BY patient\
        """,
        row -> Sql.patient(row, 1));
  }

  /** Which entries wrote the rows that are there of a patient's keys and records. */
  public List<LogPlace> written(PatientRef patient) {
    return sql.all(
        """
        SELECT log_shard, log_idx FROM patient_key WHERE patient = ?
        UNION SELECT log_shard, log_idx FROM record_revision WHERE patient = ?\
        """,
        row -> new LogPlace(Sql.small(row, 1), row.getLong(2)),
        patient,
        patient);
  }

  /** In the order of references. */
  public List<HoldRow> holds() {
    return sql.all("SELECT patient, log_shard, log_idx FROM hold ORDER BY patient", HOLD);
  }

  public Optional<HoldRow> hold(PatientRef patient) {
    return sql.one("SELECT patient, log_shard, log_idx FROM hold WHERE patient = ?", HOLD, patient);
  }

  /** What was asked for and not done yet, the soonest first. */
  public List<PendingErasureRow> pending() {
    return sql.all(
        "SELECT patient, ground, asked_ms, due_ms, log_shard, log_idx FROM erasure"
            + " ORDER BY due_ms, patient",
        PENDING);
  }

  public Optional<PendingErasureRow> pending(PatientRef patient) {
    return sql.one(
        "SELECT patient, ground, asked_ms, due_ms, log_shard, log_idx FROM erasure WHERE patient ="
            + " ?",
        PENDING,
        patient);
  }
}

package org.patientvault.internal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;

/**
 * A vault's rows, as one snapshot sees them. Used by one thread, inside {@link Store#read} or
 * {@link Store#write}.
 */
public sealed class ReadView extends StateReads permits WriteView {
  private static final Sql.RowReader<KeyRow> KEY =
      row ->
          new KeyRow(
              Sql.patient(row, 1),
              Sql.small(row, 2),
              Sql.small(row, 3),
              Sql.bytes(row, 4),
              Sql.bytes(row, 5),
              Sql.small(row, 6),
              row.getLong(7));
  private static final Sql.RowReader<PatientIndexRow> PATIENT_INDEX =
      row ->
          new PatientIndexRow(
              Sql.bytes(row, 1),
              Sql.small(row, 2),
              Sql.bytes(row, 3),
              Sql.small(row, 4),
              row.getLong(5));
  static final Sql.RowReader<RecordIndexRow> RECORD_INDEX =
      row ->
          new RecordIndexRow(
              Sql.patient(row, 1), Sql.bytes(row, 2), Sql.small(row, 3), Sql.bytes(row, 4));
  static final Sql.RowReader<RevisionRow> REVISION =
      row ->
          new RevisionRow(
              Sql.patient(row, 1),
              Sql.record(row, 2),
              Sql.small(row, 3),
              Sql.small(row, 4),
              Sql.bytes(row, 5),
              Sql.small(row, 6),
              row.getLong(7),
              Sql.small(row, 8),
              row.getLong(9));

  private static final Sql.RowReader<RevisionMark> MARK =
      row ->
          new RevisionMark(
              new RecordPlace(Sql.patient(row, 1), Sql.record(row, 2)),
              Sql.small(row, 3),
              Sql.small(row, 4),
              Sql.small(row, 5),
              row.getLong(6),
              Sql.small(row, 7),
              row.getLong(8));

  /** What was fetched for a whole batch. */
  Ahead fetched = new Ahead(List.of());

  ReadView(Sql sql) {
    super(sql);
  }

  /** Every version that is there, the oldest first. */
  public List<KeyRow> patientKeys(PatientRef patient) {
    return sql.all(
        """
        SELECT patient, version, state, wrapped, commitment, log_shard, log_idx FROM patient_key WHERE patient = ? ORDER BY version\
        """,
        KEY,
        patient);
  }

  public Optional<KeyRow> currentPatientKey(PatientRef patient) {
    return sql.one(
        """
        SELECT patient, version, state, wrapped, commitment, log_shard, log_idx FROM patient_key
        WHERE patient = ? ORDER BY version DESC LIMIT 1\
        """,
        KEY,
        patient);
  }

  public Optional<KeyRow> patientKey(PatientRef patient, int version) {
    return sql.one(
        """
        SELECT patient, version, state, wrapped, commitment, log_shard, log_idx FROM patient_key
        WHERE patient = ? AND version = ?\
        """,
        KEY,
        patient,
        version);
  }

  /** Whether the key's row is there, without fetching it. */
  public boolean hasPatientKey(PatientRef patient, int version) {
    return sql.one(
            "SELECT 1 FROM patient_key WHERE patient = ? AND version = ?",
            row -> Sql.small(row, 1),
            patient,
            version)
        .isPresent();
  }

  /** Keys behind this one in the order of patient and version, at most {@code limit}. */
  public List<KeyRow> patientKeysBehind(Bytes patient, int version, int limit) {
    return sql.all(
        """
        SELECT patient, version, state, wrapped, commitment, log_shard, log_idx FROM patient_key
        WHERE (patient, version) > (?, ?) ORDER BY patient, version LIMIT ?\
        """,
        KEY,
        patient,
        version,
        limit);
  }

  /** Every version of the keys of the patients from one to another, both among them. */
  public List<KeyRow> patientKeysBetween(PatientRef first, PatientRef last) {
    return sql.all(
        """
        SELECT patient, version, state, wrapped, commitment, log_shard, log_idx FROM patient_key
        WHERE patient >= ? AND patient <= ?\
        """,
        KEY,
        first,
        last);
  }

  /** The current keys of patients behind this one, in their order, at most {@code limit}. */
  public List<KeyRow> currentKeysBehind(Bytes patient, int limit) {
    return sql.all(
        """
        SELECT patient, version, state, wrapped, commitment, log_shard, log_idx FROM patient_key k
        WHERE patient > ? AND version = (SELECT max(version) FROM patient_key n WHERE n.patient = k.patient)
        ORDER BY patient LIMIT ?\
        """,
        KEY,
        patient,
        limit);
  }

  /** How many patients have no key that was made after the entry at this place. */
  public long countKeysOlderThan(int shard, long index) {
    return count(
        """
        SELECT count(*) FROM (SELECT patient FROM patient_key GROUP BY patient
          HAVING sum(CASE WHEN (log_shard % 10000, log_shard, log_idx) < (? % 10000, ?, ?) THEN 0 ELSE 1 END) = 0) AS older\
        """,
        shard, shard, index);
  }

  /** How many revisions say that they are under an earlier key than their patient's newest. */
  public long countRevisionsUnderOlderKeys() {
    return count(
        """
        SELECT count(*) FROM record_revision r
        WHERE key_version < (SELECT max(version) FROM patient_key k WHERE k.patient = r.patient)\
        """);
  }

  /** Takes one revision's key version and body, and the version of its patient's newest key. */
  @FunctionalInterface
  public interface RevisionSink {
    void revision(int keyVersion, Bytes body, int newest);
  }

  /** Every revision, in no order. */
  public void streamRevisionKeys(RevisionSink sink) {
    sql.each(
        """
        SELECT key_version, body, (SELECT max(version) FROM patient_key k WHERE k.patient = r.patient)
        FROM record_revision r\
        """,
        row -> {
          sink.revision(Sql.small(row, 1), Sql.bytes(row, 2), Sql.small(row, 3));
          return true;
        },
        each -> {});
  }

  public long countRevisions() {
    return count("SELECT count(*) FROM record_revision");
  }

  /**
   * Revisions of records behind this one, in order of patient, record and revision: at most {@code
   * limit}, and no more once they have {@code enough} bytes.
   */
  public List<RevisionRow> revisionsBehind(Bytes patient, Bytes record, int limit, long enough) {
    long[] bytes = {0};
    return sql.until(
        """
        SELECT patient, record, revision, key_version, body, log_shard, log_idx, seal_shard, seal_idx FROM record_revision
        WHERE (patient, record) > (?, ?) ORDER BY patient, record, revision LIMIT ?\
        """,
        REVISION,
        row -> (bytes[0] += row.body().size()) >= enough,
        patient,
        record,
        limit);
  }

  /** What tells revisions apart, of the records from one to another, in their order. */
  public List<RevisionMark> marksBetween(RecordPlace first, RecordPlace last) {
    return sql.all(
        """
        SELECT patient, record, revision, key_version, log_shard, log_idx, seal_shard, seal_idx FROM record_revision
        WHERE (patient, record) >= (?, ?) AND (patient, record) <= (?, ?) ORDER BY patient, record, revision\
        """,
        MARK,
        first.patient(),
        first.record(),
        last.patient(),
        last.record());
  }

  /**
   * Keys of this version behind this patient that are not their patients' current ones, that no
   * revision names, and that are not {@code destroyed}, at most {@code limit}.
   */
  public List<KeyRow> keysOutOfUse(int version, Bytes patient, int destroyed, int limit) {
    return sql.all(
        """
        SELECT patient, version, state, wrapped, commitment, log_shard, log_idx FROM patient_key k
        WHERE patient > ? AND version = ? AND state <> ?
          AND version < (SELECT max(version) FROM patient_key n WHERE n.patient = k.patient)
          AND NOT EXISTS (SELECT 1 FROM record_revision r WHERE r.patient = k.patient AND r.key_version = k.version)
        ORDER BY patient LIMIT ?\
        """,
        KEY,
        patient,
        version,
        destroyed,
        limit);
  }

  public void streamPatientKeys(Consumer<KeyRow> sink) {
    sql.each(
        """
        SELECT patient, version, state, wrapped, commitment, log_shard, log_idx FROM patient_key ORDER BY log_shard, log_idx, patient\
        """,
        KEY,
        sink);
  }

  /** Patients in order of their references, after {@code after}, at most {@code limit}. */
  public List<PatientRef> patients(Bytes after, int limit) {
    return sql.all(
        "SELECT DISTINCT patient FROM patient_key WHERE patient > ? ORDER BY patient LIMIT ?",
        row -> Sql.patient(row, 1),
        after,
        limit);
  }

  /** How many rows each table has. */
  public Map<String, Long> countAll() {
    Map<String, Long> counts = new TreeMap<>();
    LayoutV1.names().forEach(table -> counts.put(table, count("SELECT count(*) FROM " + table)));
    return counts;
  }

  public long countPatients() {
    return count("SELECT count(DISTINCT patient) FROM patient_key");
  }

  /** Every version of which some patient has a key that is not {@code destroyed}. */
  public List<Integer> patientKeyVersions(int destroyed) {
    return sql.all(
        "SELECT DISTINCT version FROM patient_key WHERE state <> ? ORDER BY version",
        row -> Sql.small(row, 1),
        destroyed);
  }

  public long countPatientKeys() {
    return count("SELECT count(*) FROM patient_key");
  }

  public long countRecords() {
    return count("SELECT count(*) FROM record_index");
  }

  private long count(String query, Object... arguments) {
    return sql.one(query, row -> row.getLong(1), arguments).orElse(0L);
  }

  public Optional<TombstoneRow> tombstone(PatientRef patient) {
    return sql.one(
        "SELECT patient, number, salt, log_shard, log_idx FROM tombstone WHERE patient = ?",
        ErasureReads.TOMBSTONE,
        patient);
  }

  /** Of erasures: tombstones, holds, and what was asked for. */
  public ErasureReads erasures() {
    return new ErasureReads(sql);
  }

  /** Questions about many records at once. */
  public ManyRecords records() {
    return new ManyRecords(sql);
  }

  public Optional<PatientIndexRow> patientIndex(Bytes tag) {
    return sql.one(
        "SELECT tag, prf, sealed, log_shard, log_idx FROM patient_index WHERE tag = ?",
        PATIENT_INDEX,
        tag);
  }

  /**
   * Every patient index row, in the order of the entries that committed them, then of their tags.
   */
  public void streamPatientIndex(Consumer<PatientIndexRow> sink) {
    sql.each(
        "SELECT tag, prf, sealed, log_shard, log_idx FROM patient_index ORDER BY log_shard,"
            + " log_idx, tag",
        PATIENT_INDEX,
        sink);
  }

  /** Rows behind this tag, in the order of their tags, at most {@code limit}. */
  public List<PatientIndexRow> patientIndexBehind(Bytes tag, int limit) {
    return sql.all(
        "SELECT tag, prf, sealed, log_shard, log_idx FROM patient_index WHERE tag > ? ORDER BY tag"
            + " LIMIT ?",
        PATIENT_INDEX,
        tag,
        limit);
  }

  /** Rows behind this one, in the order of patient and tag, at most {@code limit}. */
  public List<RecordIndexRow> recordIndexBehind(Bytes patient, Bytes tag, int limit) {
    return sql.all(
        """
        SELECT patient, tag, prf, sealed FROM record_index
        WHERE (patient, tag) > (?, ?) ORDER BY patient, tag LIMIT ?\
        """,
        RECORD_INDEX,
        patient,
        tag,
        limit);
  }

  public long countPatientIndex() {
    return count("SELECT count(*) FROM patient_index");
  }

  public Optional<RecordIndexRow> recordIndex(PatientRef patient, Bytes tag) {
    return sql.one(
        "SELECT prf, sealed FROM record_index WHERE patient = ? AND tag = ?",
        row -> new RecordIndexRow(patient, tag, Sql.small(row, 1), Sql.bytes(row, 2)),
        patient,
        tag);
  }

  public List<RecordIndexRow> recordIndexOf(PatientRef patient) {
    return sql.all(
        "SELECT patient, tag, prf, sealed FROM record_index WHERE patient = ? ORDER BY tag",
        RECORD_INDEX,
        patient);
  }

  /** Rows of the patients from one to another, both among them. */
  public List<RecordIndexRow> recordIndexBetween(PatientRef first, PatientRef last) {
    return sql.all(
        "SELECT patient, tag, prf, sealed FROM record_index WHERE patient >= ? AND patient <= ?",
        RECORD_INDEX,
        first,
        last);
  }

  public void streamRecordIndex(Consumer<RecordIndexRow> sink) {
    sql.each(
        "SELECT patient, tag, prf, sealed FROM record_index ORDER BY patient, tag",
        RECORD_INDEX,
        sink);
  }

  public Optional<RevisionRow> headRevision(PatientRef patient, RecordRef record) {
    return sql.one(
        """
        SELECT revision, key_version, body, log_shard, log_idx, seal_shard, seal_idx FROM record_revision
        WHERE patient = ? AND record = ? ORDER BY revision DESC LIMIT 1\
        """,
        row -> headRevision(row, patient, record),
        patient,
        record);
  }

  public Optional<HeadRow> head(PatientRef patient, RecordRef record) {
    Optional<HeadRow> known = fetched.head(patient, record);
    return known.isPresent() ? known : ask(patient, record);
  }

  private Optional<HeadRow> ask(PatientRef patient, RecordRef record) {
    return sql.one(
        """
        SELECT revision, key_version, body, log_shard, log_idx, seal_shard, seal_idx,
          EXISTS (SELECT 1 FROM tombstone t WHERE t.patient = r.patient),
          EXISTS (SELECT 1 FROM patient_key k WHERE k.patient = r.patient AND k.version = r.key_version)
        FROM record_revision r WHERE patient = ? AND record = ? ORDER BY revision DESC LIMIT 1\
        """,
        row ->
            new HeadRow(headRevision(row, patient, record), row.getBoolean(8), row.getBoolean(9)),
        patient,
        record);
  }

  private static RevisionRow headRevision(ResultSet row, PatientRef patient, RecordRef record)
      throws SQLException {
    return new RevisionRow(
        patient,
        record,
        Sql.small(row, 1),
        Sql.small(row, 2),
        Sql.bytes(row, 3),
        Sql.small(row, 4),
        row.getLong(5),
        Sql.small(row, 6),
        row.getLong(7));
  }

  public Optional<RevisionRow> revision(PatientRef patient, RecordRef record, int revision) {
    return sql.one(
        """
        SELECT patient, record, revision, key_version, body, log_shard, log_idx, seal_shard, seal_idx FROM record_revision
        WHERE patient = ? AND record = ? AND revision = ?\
        """,
        REVISION,
        patient,
        record,
        revision);
  }

  /** Every revision of one record, oldest first. */
  public List<RevisionRow> revisions(PatientRef patient, RecordRef record) {
    return sql.all(
        """
        SELECT patient, record, revision, key_version, body, log_shard, log_idx, seal_shard, seal_idx FROM record_revision
        WHERE patient = ? AND record = ? ORDER BY revision\
        """,
        REVISION,
        patient,
        record);
  }

  /** Every revision, in order of patient, record and revision. */
  public void streamRevisions(Consumer<RevisionRow> sink) {
    sql.each(
        """
        SELECT patient, record, revision, key_version, body, log_shard, log_idx, seal_shard, seal_idx FROM record_revision
        ORDER BY patient, record, revision\
        """,
        REVISION,
        sink);
  }

  /** The newest revision of every record, in order of patient and record. */
  public void streamHeads(Consumer<RevisionRow> sink) {
    sql.each(
        """
        SELECT patient, record, revision, key_version, body, log_shard, log_idx, seal_shard, seal_idx FROM record_revision r
        WHERE revision = (SELECT max(revision) FROM record_revision n WHERE n.patient = r.patient AND n.record = r.record)
        ORDER BY patient, record\
        """,
        REVISION,
        sink);
  }

  /** Patients who have more or fewer record index rows than records. */
  public List<PatientRef> patientsWithUnevenIndex() {
    return sql.all(
        """
        SELECT patient FROM (
          SELECT patient, record AS item, 1 AS here FROM record_revision GROUP BY patient, record
          UNION ALL SELECT patient, tag, -1 FROM record_index) AS both_sides
        GROUP BY patient HAVING sum(here) <> 0\
        """,
        row -> Sql.patient(row, 1));
  }
}

package org.patientvault.internal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * A committer's turn at the log's head, in few exchanges with the server: others wait for as long
 * as it lasts.
 *
 * <p>What a batch will read is fetched before the head is taken. If the head moved in between, what
 * changed is looked for, and dropped. Why: docs/decisions/nodes-take-turns-at-the-head.md.
 */
final class PostgresTurn {
  private static final String AHEAD =
      """
      SELECT r.patient, r.record, r.revision, r.key_version, r.body, r.log_shard, r.log_idx, r.seal_shard, r.seal_idx,
        EXISTS (SELECT 1 FROM tombstone t WHERE t.patient = r.patient),
        EXISTS (SELECT 1 FROM patient_key k WHERE k.patient = r.patient AND k.version = r.key_version),
        (SELECT size FROM log_head WHERE shard = ?)
      FROM unnest(?::bytea[], ?::bytea[]) AS w(patient, record)
      CROSS JOIN LATERAL (SELECT * FROM record_revision n WHERE n.patient = w.patient AND n.record = w.record
        ORDER BY n.revision DESC LIMIT 1) AS r\
      """;

  private static final String CHANGED =
      """
      SELECT w.patient, w.record
      FROM unnest(?::bytea[], ?::bytea[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
        AS w(patient, record, revision, key_version, log_shard, log_idx, seal_shard, seal_idx)
      WHERE NOT EXISTS (SELECT 1 FROM record_revision n WHERE n.patient = w.patient AND n.record = w.record
          AND n.revision = w.revision AND n.log_shard = w.log_shard AND n.log_idx = w.log_idx
          AND n.seal_shard = w.seal_shard AND n.seal_idx = w.seal_idx)
        OR EXISTS (SELECT 1 FROM record_revision n WHERE n.patient = w.patient AND n.record = w.record
          AND n.revision > w.revision)
        OR EXISTS (SELECT 1 FROM tombstone t WHERE t.patient = w.patient)
        OR NOT EXISTS (SELECT 1 FROM patient_key k WHERE k.patient = w.patient AND k.version = w.key_version)\
      """;

  private static final String ADD_ENTRIES =
      "INSERT INTO log_entry SELECT ?::bigint, * FROM unnest(?::bigint[], ?::bytea[], ?::bytea[])";
  private static final String ADD_DETAILS =
      "INSERT INTO log_detail SELECT ?::bigint, * FROM unnest(?::bigint[], ?::bytea[], ?::bytea[],"
          + " ?::bigint[])";

  private final Sql sql;
  private final int shard;
  private final Ahead ahead;
  private long sizeBefore = -1;
  private @Nullable LogHeadRow head;
  private @Nullable StateRow state;

  private PostgresTurn(Sql sql, int shard, Ahead ahead) {
    this.sql = sql;
    this.shard = shard;
    this.ahead = ahead;
  }

  static Optional<Turn> begin(Sql sql, int shard, Ahead ahead) {
    return new PostgresTurn(sql, shard, ahead).begin();
  }

  /** Each question sees what was committed when its turn came: the state, all before the head. */
  private Optional<Turn> begin() {
    List<Sql.Part> parts = new ArrayList<>();
    if (!ahead.places().isEmpty()) {
      parts.add(new Sql.Part(AHEAD, this::fetched, shard, patients(), records()));
    }
    parts.add(new Sql.Part(LogReads.LOG_HEAD + " FOR UPDATE", this::head, shard));
    parts.add(new Sql.Part(StateReads.STATE, row -> state = StateReads.state(row)));
    sql.together(parts);
    if (head == null) {
      return Optional.empty();
    }
    if (state == null) {
      throw StateReads.noState();
    }
    if (head.size() != sizeBefore && !ahead.heads().isEmpty()) {
      dropChanged();
    }
    return Optional.of(new Turn(head, state));
  }

  private void head(ResultSet row) throws SQLException {
    head = LogReads.head(row);
  }

  /** A row that nobody can read fails who asks for it, later, and not the whole batch. */
  private void fetched(ResultSet row) throws SQLException {
    sizeBefore = row.getLong(12);
    try {
      RevisionRow revision = ReadView.REVISION.read(row);
      ahead.found(new HeadRow(revision, row.getBoolean(10), row.getBoolean(11)));
    } catch (VaultException.Tampered e) {
      // Not fetched: its own unit reads it again, and says this.
    }
  }

  private void dropChanged() {
    List<RevisionRow> rows = ahead.heads().stream().map(HeadRow::revision).toList();
    List<RecordPlace> changed =
        sql.all(
            CHANGED,
            row -> new RecordPlace(Sql.patient(row, 1), Sql.record(row, 2)),
            bytes(rows, row -> row.patient().value()),
            bytes(rows, row -> row.record().value()),
            numbers(rows, RevisionRow::revision),
            numbers(rows, RevisionRow::keyVersion),
            numbers(rows, RevisionRow::logShard),
            numbers(rows, RevisionRow::logIndex),
            numbers(rows, RevisionRow::sealShard),
            numbers(rows, RevisionRow::sealIndex));
    changed.forEach(ahead::drop);
  }

  private Sql.Column patients() {
    return bytes(ahead.places(), place -> place.patient().value());
  }

  private Sql.Column records() {
    return bytes(ahead.places(), place -> place.record().value());
  }

  /** Entries, details and head in one exchange. */
  static List<Integer> append(
      Sql sql, LogHeadRow head, List<LogEntryRow> entries, List<LogDetailRow> details) {
    return sql.together(
        List.of(
            new Sql.Part(
                ADD_ENTRIES,
                Sql.Part.NO_ANSWER,
                head.shard(),
                numbers(entries, LogEntryRow::index),
                bytes(entries, LogEntryRow::leaf),
                bytes(entries, LogEntryRow::leafHash)),
            new Sql.Part(
                ADD_DETAILS,
                Sql.Part.NO_ANSWER,
                head.shard(),
                numbers(details, LogDetailRow::index),
                bytes(details, LogDetailRow::salt),
                bytes(details, LogDetailRow::sealed),
                numbers(details, LogDetailRow::retention)),
            new Sql.Part(
                Dialect.MOVE_HEAD,
                Sql.Part.NO_ANSWER,
                head.size(),
                head.root(),
                head.frontier(),
                head.mac(),
                head.shard())));
  }

  private static <T> Sql.Column bytes(Collection<T> rows, Function<T, Bytes> value) {
    return Sql.Column.ofBytes(rows.stream().map(row -> value.apply(row).unsafeArray()).toList());
  }

  private static <T> Sql.Column numbers(Collection<T> rows, Function<T, Number> value) {
    return Sql.Column.ofNumbers(rows.stream().map(row -> value.apply(row).longValue()).toList());
  }
}

package org.patientvault.internal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.patientvault.model.Bytes;

/** The log's rows, as one snapshot sees them. */
abstract class LogReads {
  final Sql sql;

  LogReads(Sql sql) {
    this.sql = sql;
  }

  /**
   * What the clock says that all who write share, in Unix milliseconds; {@code ours} if it is ours.
   */
  public long now(long ours) {
    return sql.dialect().now(sql, ours);
  }

  /** How many bytes the database takes, as far as it says. */
  public long bytes() {
    return sql.dialect().bytes(sql);
  }

  static final String LOG_HEAD =
      "SELECT shard, origin, size, root, frontier, epoch, mac FROM log_head WHERE shard = ?";

  public Optional<LogHeadRow> logHead(int shard) {
    return sql.one(LOG_HEAD, LogReads::head, shard);
  }

  /** The heads of all logs that there are, in no order. */
  public List<LogHeadRow> logHeads() {
    return sql.all(
        "SELECT shard, origin, size, root, frontier, epoch, mac FROM log_head", LogReads::head);
  }

  static LogHeadRow head(ResultSet row) throws SQLException {
    return new LogHeadRow(
        Sql.small(row, 1),
        row.getString(2),
        row.getLong(3),
        Sql.bytes(row, 4),
        Sql.bytes(row, 5),
        Sql.small(row, 6),
        Sql.bytes(row, 7));
  }

  public Optional<LogEntryRow> logEntry(int shard, long index) {
    return sql.one(
        "SELECT idx, leaf, leaf_hash FROM log_entry WHERE shard = ? AND idx = ?",
        row -> new LogEntryRow(shard, row.getLong(1), Sql.bytes(row, 2), Sql.bytes(row, 3)),
        shard,
        index);
  }

  /**
   * The entries from {@code from} up to and without {@code to}, in order; whatever is missing is
   * passed over.
   */
  public void streamEntries(int shard, long from, long to, Consumer<LogEntryRow> sink) {
    sql.each(
        "SELECT idx, leaf, leaf_hash FROM log_entry WHERE shard = ? AND idx >= ? AND idx < ? ORDER"
            + " BY idx",
        row -> new LogEntryRow(shard, row.getLong(1), Sql.bytes(row, 2), Sql.bytes(row, 3)),
        sink,
        shard,
        from,
        to);
  }

  /**
   * As {@link #streamEntries}, each with its detail beside it; the detail is empty where there is
   * none.
   */
  public void streamEntriesAndDetails(
      int shard, long from, long to, BiConsumer<LogEntryRow, Optional<LogDetailRow>> sink) {
    sql.each(
        """
        SELECT e.idx, e.leaf, e.leaf_hash, d.salt, d.sealed, d.retention
        FROM log_entry e LEFT JOIN log_detail d ON d.shard = e.shard AND d.idx = e.idx
        WHERE e.shard = ? AND e.idx >= ? AND e.idx < ? ORDER BY e.idx\
        """,
        row -> Map.entry(entry(shard, row), detail(shard, row)),
        pair -> sink.accept(pair.getKey(), pair.getValue()),
        shard,
        from,
        to);
  }

  private static LogEntryRow entry(int shard, ResultSet row) throws SQLException {
    return new LogEntryRow(shard, row.getLong(1), Sql.bytes(row, 2), Sql.bytes(row, 3));
  }

  private static Optional<LogDetailRow> detail(int shard, ResultSet row) throws SQLException {
    return row.getBytes(5) == null
        ? Optional.empty()
        : Optional.of(
            new LogDetailRow(
                shard, row.getLong(1), Sql.bytes(row, 4), Sql.bytes(row, 5), Sql.small(row, 6)));
  }

  public Optional<LogDetailRow> logDetail(int shard, long index) {
    return sql.one(
        "SELECT idx, salt, sealed, retention FROM log_detail WHERE shard = ? AND idx = ?",
        row ->
            new LogDetailRow(
                shard, row.getLong(1), Sql.bytes(row, 2), Sql.bytes(row, 3), Sql.small(row, 4)),
        shard,
        index);
  }

  /** The details from {@code from} up to and without {@code to}, in order. */
  public void streamLogDetails(int shard, long from, long to, Consumer<LogDetailRow> sink) {
    sql.each(
        "SELECT idx, salt, sealed, retention FROM log_detail WHERE shard = ? AND idx >= ? AND idx <"
            + " ? ORDER BY idx",
        row ->
            new LogDetailRow(
                shard, row.getLong(1), Sql.bytes(row, 2), Sql.bytes(row, 3), Sql.small(row, 4)),
        sink,
        shard,
        from,
        to);
  }

  /**
   * Entries that have a detail of this class, from {@code from} on, in order, at most {@code
   * limit}.
   */
  public List<LogEntryRow> entriesWithDetail(int shard, int retention, long from, int limit) {
    return sql.all(
        """
        SELECT e.idx, e.leaf, e.leaf_hash
        FROM log_detail d JOIN log_entry e ON e.shard = d.shard AND e.idx = d.idx
        WHERE d.shard = ? AND d.idx >= ? AND d.retention = ? ORDER BY d.idx LIMIT ?\
        """,
        row -> entry(shard, row),
        shard,
        from,
        retention,
        limit);
  }

  /** The indexes of details whose entries are not there. */
  public List<Long> detailsWithoutEntry(int shard) {
    return sql.all(
        """
        SELECT idx FROM log_detail d WHERE shard = ? AND NOT EXISTS (
          SELECT 1 FROM log_entry e WHERE e.shard = d.shard AND e.idx = d.idx) ORDER BY idx\
        """,
        row -> row.getLong(1),
        shard);
  }

  public Optional<LogSubjectRow> logSubject(int shard, Bytes tag) {
    return sql.one(
        "SELECT sealed FROM log_subject WHERE shard = ? AND tag = ?",
        row -> new LogSubjectRow(shard, tag, Sql.bytes(row, 1)),
        shard,
        tag);
  }

  public long countLogSubjects() {
    return sql.one("SELECT count(*) FROM log_subject", row -> row.getLong(1)).orElse(0L);
  }

  /** Rows of any shard behind this one, in the order of shard and tag, at most {@code limit}. */
  public List<LogSubjectRow> logSubjectsBehind(int shard, Bytes tag, int limit) {
    return sql.all(
        """
        SELECT shard, tag, sealed FROM log_subject
        WHERE (shard, tag) > (?, ?) ORDER BY shard, tag LIMIT ?\
        """,
        row -> new LogSubjectRow(Sql.small(row, 1), Sql.bytes(row, 2), Sql.bytes(row, 3)),
        shard,
        tag,
        limit);
  }

  public void streamLogSubjects(int shard, Consumer<LogSubjectRow> sink) {
    sql.each(
        "SELECT tag, sealed FROM log_subject WHERE shard = ?",
        row -> new LogSubjectRow(shard, Sql.bytes(row, 1), Sql.bytes(row, 2)),
        sink,
        shard);
  }

  public Optional<CheckpointRow> latestCheckpoint(int shard) {
    return sql.one(
        """
        SELECT size, published_ms, note, frontier FROM log_checkpoint WHERE shard = ? ORDER BY size DESC LIMIT 1\
        """,
        row ->
            new CheckpointRow(
                shard, row.getLong(1), row.getLong(2), Sql.bytes(row, 3), Sql.bytes(row, 4)),
        shard);
  }

  /** The kept note of this size. */
  public Optional<CheckpointRow> checkpoint(int shard, long size) {
    return sql.one(
        "SELECT published_ms, note, frontier FROM log_checkpoint WHERE shard = ? AND size = ?",
        row -> new CheckpointRow(shard, size, row.getLong(1), Sql.bytes(row, 2), Sql.bytes(row, 3)),
        shard,
        size);
  }

  /** The kept note of the largest size that is no larger than this. */
  public Optional<CheckpointRow> checkpointUpTo(int shard, long size) {
    return sql.one(
        """
        SELECT size, published_ms, note, frontier FROM log_checkpoint WHERE shard = ? AND size <= ?
        ORDER BY size DESC LIMIT 1\
        """,
        row ->
            new CheckpointRow(
                shard, row.getLong(1), row.getLong(2), Sql.bytes(row, 3), Sql.bytes(row, 4)),
        shard,
        size);
  }

  /** When the first kept note beyond this size was signed. */
  public Optional<Long> signedBeyond(int shard, long size) {
    return sql.one(
        """
        SELECT published_ms FROM log_checkpoint WHERE shard = ? AND size > ? ORDER BY size LIMIT 1\
        """,
        row -> row.getLong(1),
        shard,
        size);
  }

  /** The lines of witnesses under the note of this size, in their order. */
  public List<CosignatureRow> cosignatures(int shard, long size) {
    return sql.all(
        """
        SELECT place, witness, line FROM log_cosignature WHERE shard = ? AND size = ? ORDER BY place\
        """,
        row ->
            new CosignatureRow(shard, size, Sql.small(row, 1), row.getString(2), Sql.bytes(row, 3)),
        shard,
        size);
  }

  /** The largest size that this witness signed; 0 when it signed none. */
  public long cosignedSize(int shard, String witness) {
    return sql.one(
            """
            SELECT coalesce(max(size), 0) FROM log_cosignature WHERE shard = ? AND witness = ?\
            """,
            row -> row.getLong(1),
            shard,
            witness)
        .orElse(0L);
  }

  /** The sizes that any witness signed, the largest first. */
  public List<Long> cosignedSizes(int shard, int limit) {
    return sql.all(
        "SELECT DISTINCT size FROM log_cosignature WHERE shard = ? ORDER BY size DESC LIMIT ?",
        row -> row.getLong(1),
        shard,
        limit);
  }

  /** Every line of a witness, by size and place. */
  public void streamCosignatures(int shard, Consumer<CosignatureRow> sink) {
    sql.each(
        "SELECT size, place, witness, line FROM log_cosignature WHERE shard = ? ORDER BY size,"
            + " place",
        row ->
            new CosignatureRow(
                shard, row.getLong(1), Sql.small(row, 2), row.getString(3), Sql.bytes(row, 4)),
        sink,
        shard);
  }

  public void streamCheckpoints(int shard, Consumer<CheckpointRow> sink) {
    sql.each(
        "SELECT size, published_ms, note, frontier FROM log_checkpoint WHERE shard = ? ORDER BY"
            + " size",
        row ->
            new CheckpointRow(
                shard, row.getLong(1), row.getLong(2), Sql.bytes(row, 3), Sql.bytes(row, 4)),
        sink,
        shard);
  }

  /** Time stamps, answered or not, in the order of sizes and numbers. */
  public List<AnchorRow> anchors(int shard) {
    return sql.all(
        "SELECT size, number, nonce, asked_ms, stamped_ms, token FROM log_anchor WHERE shard = ?"
            + " ORDER BY size, number",
        row ->
            new AnchorRow(
                shard,
                row.getLong(1),
                Sql.small(row, 2),
                Sql.bytes(row, 3),
                row.getLong(4),
                row.getLong(5),
                Sql.bytes(row, 6)),
        shard);
  }

  /** Which tables of the log hold rows of other shards than {@code shard}. */
  public List<OtherShard> otherShards(int shard) {
    return sql.all(
        """
        SELECT * FROM (
          SELECT 'log_head' AS name, shard FROM log_head UNION SELECT 'log_entry', shard FROM log_entry
          UNION SELECT 'log_detail', shard FROM log_detail UNION SELECT 'log_subject', shard FROM log_subject
          UNION SELECT 'log_checkpoint', shard FROM log_checkpoint
          UNION SELECT 'log_cosignature', shard FROM log_cosignature
          UNION SELECT 'log_anchor', shard FROM log_anchor) AS rows_of_the_log
        WHERE shard <> ? ORDER BY name, shard\
        """,
        row -> new OtherShard(row.getString(1), Sql.small(row, 2)),
        shard);
  }

  public Optional<PayloadRow> payload(Bytes sha256) {
    return sql.one(
        "SELECT body FROM log_payload WHERE sha256 = ?",
        row -> new PayloadRow(sha256, Sql.bytes(row, 1)),
        sha256);
  }

  /** Every payload but time stamps, in the order of their names. */
  public void streamPayloads(Consumer<PayloadRow> sink) {
    sql.each(
        "SELECT sha256, body FROM log_payload WHERE sha256 NOT IN (SELECT token FROM log_anchor)"
            + " ORDER BY sha256",
        row -> new PayloadRow(Sql.bytes(row, 1), Sql.bytes(row, 2)),
        sink);
  }
}

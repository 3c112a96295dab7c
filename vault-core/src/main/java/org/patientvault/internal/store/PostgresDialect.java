package org.patientvault.internal.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.patientvault.model.VaultException;

/** What PostgreSQL says in its own way. Decisions: docs/decisions/postgresql-settings.md. */
final class PostgresDialect extends Dialect {
  /** Where a vault's tables stand in its database. */
  static final String SCHEMA = "patientvault";

  private static final int ROWS_AT_A_TIME = 500;
  private static final Pattern WITHOUT_ROWID = Pattern.compile(" WITHOUT ROWID\\z");

  /** Places in the log, sizes and times; all other numbers have 32 bits. */
  private static final Pattern LONG_NUMBER = Pattern.compile("\\b(\\w*idx|size|\\w+_ms) INTEGER");

  private final PostgresLocation location;

  PostgresDialect(PostgresLocation location) {
    this.location = location;
  }

  @Override
  Optional<Turn> begin(Sql sql, int shard, Ahead ahead) {
    return PostgresTurn.begin(sql, shard, ahead);
  }

  @Override
  List<Integer> append(
      Sql sql, LogHeadRow head, List<LogEntryRow> entries, List<LogDetailRow> details) {
    return PostgresTurn.append(sql, head, entries, details);
  }

  @Override
  String forUpdate() {
    return " FOR UPDATE";
  }

  @Override
  int rowsAtATime() {
    return ROWS_AT_A_TIME;
  }

  /** The nodes' clocks differ; the server has one. */
  @Override
  long bytes(Sql sql) {
    return sql.one("SELECT pg_database_size(current_database())", row -> row.getLong(1)).orElse(0L);
  }

  @Override
  long now(Sql sql, long ours) {
    return sql.one(
            "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint", row -> row.getLong(1))
        .orElse(ours);
  }

  /** Texts are compared byte by byte, so that no other collation or library changes their order. */
  @Override
  boolean statementsOutliveErrors() {
    return true;
  }

  @Override
  String table(String statement) {
    String rows = WITHOUT_ROWID.matcher(statement).replaceFirst("");
    return LONG_NUMBER
        .matcher(rows)
        .replaceAll("$1 BIGINT")
        .replace(" BLOB", " BYTEA")
        .replace(" TEXT", " TEXT COLLATE \"C\"");
  }

  @Override
  List<String> guards() {
    return List.of(
        """
        CREATE FUNCTION log_entries_are_never_changed() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'log entries are never changed or deleted'; END $$\
        """,
        """
        CREATE TRIGGER log_entry_is_never_changed BEFORE UPDATE OR DELETE ON log_entry
        FOR EACH ROW EXECUTE FUNCTION log_entries_are_never_changed()\
        """,
        """
        CREATE TRIGGER log_entry_is_never_emptied BEFORE TRUNCATE ON log_entry
        FOR EACH STATEMENT EXECUTE FUNCTION log_entries_are_never_changed()\
        """);
  }

  /** The layout stands in a table of its own; without it there is no vault. */
  @Override
  int layout(Sql sql) {
    boolean there =
        sql.one(
                "SELECT to_regclass('" + SCHEMA + ".vault_layout') IS NOT NULL",
                row -> row.getBoolean(1))
            .orElse(false);
    return there ? sql.one("SELECT version FROM vault_layout", row -> row.getInt(1)).orElse(0) : 0;
  }

  @Override
  void setLayout(Sql sql, int version) {
    sql.execute("CREATE TABLE IF NOT EXISTS vault_layout (version BIGINT PRIMARY KEY)");
    sql.execute("DELETE FROM vault_layout");
    sql.update("INSERT INTO vault_layout VALUES (?)", version);
  }

  @Override
  RuntimeException translate(SQLException e) {
    return PostgresErrors.translate(e, location);
  }

  /** As {@link #translate}, where nobody tries again, or it is not known what was kept. */
  VaultException told(SQLException e) {
    return PostgresErrors.told(e, location);
  }
}

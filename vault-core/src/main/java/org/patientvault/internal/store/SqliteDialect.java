package org.patientvault.internal.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.patientvault.model.VaultException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite says in its own way. */
final class SqliteDialect extends Dialect {
  static final int BUSY_MILLIS = 5_000;

  /** "PVLT": tells a vault from any other SQLite file. */
  static final int APPLICATION_ID = 0x50564C54;

  static final String CUT_SHORT =
      "the file is damaged or cut short; restore a backup, keep this file";

  private final SqliteLocation location;

  SqliteDialect(SqliteLocation location) {
    this.location = location;
  }

  /** In one process, each question for itself is as quick, and the file is ours already. */
  @Override
  Optional<Turn> begin(Sql sql, int shard, Ahead ahead) {
    return sql.one(LogReads.LOG_HEAD, LogReads::head, shard)
        .map(head -> new Turn(head, new ReadView(sql).theState()));
  }

  @Override
  List<Integer> append(
      Sql sql, LogHeadRow head, List<LogEntryRow> entries, List<LogDetailRow> details) {
    int added =
        sql.batch(
            "INSERT INTO log_entry VALUES (?, ?, ?, ?)",
            entries.stream()
                .map(e -> new Object[] {e.shard(), e.index(), e.leaf(), e.leafHash()})
                .toList());
    int sealed =
        sql.batch(
            "INSERT INTO log_detail VALUES (?, ?, ?, ?, ?)",
            details.stream()
                .map(d -> new Object[] {d.shard(), d.index(), d.salt(), d.sealed(), d.retention()})
                .toList());
    int moved =
        sql.update(MOVE_HEAD, head.size(), head.root(), head.frontier(), head.mac(), head.shard());
    return List.of(added, sealed, moved);
  }

  @Override
  String forUpdate() {
    // Whoever writes has the whole file.
    return "";
  }

  @Override
  int rowsAtATime() {
    return 0;
  }

  /** All who share a file share a clock. */
  @Override
  long bytes(Sql sql) {
    return sql.one(
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
            row -> row.getLong(1))
        .orElse(0L);
  }

  @Override
  long now(Sql sql, long ours) {
    return ours;
  }

  /** A full disk leaves the driver with statements that say they are not executing. */
  @Override
  boolean statementsOutliveErrors() {
    return false;
  }

  @Override
  String table(String statement) {
    return statement;
  }

  @Override
  List<String> guards() {
    return List.of(
        """
        CREATE TRIGGER log_entry_is_never_changed BEFORE UPDATE ON log_entry
        BEGIN SELECT RAISE(ABORT, 'log entries are never changed'); END\
        """,
        """
        CREATE TRIGGER log_entry_is_never_deleted BEFORE DELETE ON log_entry
        BEGIN SELECT RAISE(ABORT, 'log entries are never deleted'); END\
        """);
  }

  @Override
  int layout(Sql sql) {
    return sql.one("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
  }

  @Override
  void setLayout(Sql sql, int version) {
    sql.execute("PRAGMA user_version = " + version);
    sql.execute("PRAGMA application_id = " + APPLICATION_ID);
  }

  /**
   * The kind of error a caller can act on. The driver's text names codes and SQL, never row
   * contents.
   */
  @Override
  VaultException translate(SQLException e) {
    SQLiteErrorCode code =
        e instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    return new VaultException.StorageFailed(
        explain(code) + " (" + location.file() + ", " + code.name() + ")", e);
  }

  static boolean isBusy(SQLException e) {
    return e instanceof SQLiteException known
        && known.getResultCode().name().startsWith("SQLITE_BUSY");
  }

  private static String explain(SQLiteErrorCode code) {
    String name = code.name();
    if (name.startsWith("SQLITE_FULL")) {
      return "the disk or the database is full; make room, nothing acknowledged was lost";
    }
    if (name.startsWith("SQLITE_BUSY") || name.startsWith("SQLITE_LOCKED")) {
      return "another process kept the vault locked for more than "
          + BUSY_MILLIS
          + " ms; try again";
    }
    if (name.startsWith("SQLITE_NOTADB")) {
      return "this file is no vault";
    }
    if (name.startsWith("SQLITE_CORRUPT")) {
      return CUT_SHORT;
    }
    if (name.startsWith("SQLITE_READONLY")
        || name.startsWith("SQLITE_CANTOPEN")
        || name.startsWith("SQLITE_PERM")) {
      return "the file cannot be opened for writing; look at its folder and permissions";
    }
    if (name.startsWith("SQLITE_IOERR")) {
      return "reading or writing the file failed; look at the disk";
    }
    return "the database refused";
  }
}

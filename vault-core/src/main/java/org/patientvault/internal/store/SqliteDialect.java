package org.patientvault.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.patientvault.model.VaultException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What SQLite does in its own way: settings, transactions, errors. Decisions and numbers:
 * docs/decisions/sqlite-settings.md.
 */
final class SqliteDialect extends Dialect {
  static final int BUSY_MILLIS = 5_000;
  static final int PAGE_BYTES = 4_096;

  /** "PVLT": tells a vault from any other SQLite file. */
  static final int APPLICATION_ID = 0x50564C54;

  private static final String CUT_SHORT =
      "the file is damaged or cut short; restore a backup, keep this file";

  static final String READ_ONLY = "1";
  private static final String READ_WRITE_CREATE = "6";

  private final SqliteLocation location;
  private final Use use;

  private enum Use {
    KEEPING,
    EXAMINING
  }

  /** For a vault in use. */
  SqliteDialect(SqliteLocation location) {
    this(location, Use.KEEPING);
  }

  private SqliteDialect(SqliteLocation location, Use use) {
    this.location = location;
    this.use = use;
  }

  /** For a vault that must stay as it is, to the byte: every connection only reads. */
  static SqliteDialect examining(SqliteLocation location) {
    return new SqliteDialect(location, Use.EXAMINING);
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
  long now(Sql sql, long ours) {
    return ours;
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

  /** Refuses a file that is no vault, or of a layout this program does not know. */
  void checkFile() {
    try (Sql looking = look()) {
      checkIsVault(looking);
      checkLength();
      Migrations.check(layout(looking));
    }
  }

  /** SQLite takes a page that is cut short for one that ends in zeros. */
  private void checkLength() {
    if (!hasWriteAheadLog() && SqliteFile.size(location.file()) % PAGE_BYTES != 0) {
      throw new VaultException.StorageFailed(CUT_SHORT + " (" + location + ")");
    }
  }

  private void checkIsVault(Sql sql) {
    int application = sql.one("PRAGMA application_id", row -> row.getInt(1)).orElse(0);
    if (application == APPLICATION_ID) {
      return;
    }
    List<String> tables = sql.all("SELECT name FROM sqlite_master", row -> row.getString(1));
    throw tables.isEmpty()
        ? noVault()
        : new VaultException.UnsupportedFormat(
            "the file " + location + " is a database, but no vault");
  }

  VaultException noVault() {
    return new VaultException.StorageFailed(
        "no vault at " + location + "; patientvault init makes one");
  }

  /** A new connection with every setting that safety hangs on; in use, it may change the file. */
  Sql connect() {
    return switch (use) {
      case KEEPING -> connect(this::configure);
      case EXAMINING -> connect(SqliteDialect::onlyRead);
    };
  }

  /** A new connection to look with: a file that is no vault stays as it is. */
  private Sql look() {
    return connect(SqliteDialect::waitForOthers);
  }

  /** Brings the file up to date with its write-ahead log, if it may change at all. */
  void checkpoint(Sql writer) {
    switch (use) {
      case KEEPING -> writer.one("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1));
      case EXAMINING -> {}
    }
  }

  /**
   * SQLite merges the write-ahead log into the file when the last connection closes, unless that
   * connection was opened to read only. Without a log there is nothing to merge, and a connection
   * that may write takes the empty log that it makes away again.
   */
  private String openMode() {
    return switch (use) {
      case KEEPING -> READ_WRITE_CREATE;
      case EXAMINING -> hasWriteAheadLog() ? READ_ONLY : READ_WRITE_CREATE;
    };
  }

  /** Behind a symbolic link, the log stands beside the file that it leads to. */
  private Path realFile() {
    try {
      return location.file().toRealPath();
    } catch (IOException e) {
      throw new VaultException.StorageFailed("the file " + location + " cannot be read", e);
    }
  }

  private boolean hasWriteAheadLog() {
    Path log = Path.of(realFile() + "-wal");
    return Files.exists(log) && !SqliteFile.isEmpty(log);
  }

  private interface Settings {
    void on(Connection connection) throws SQLException;
  }

  private Sql connect(Settings wanted) {
    Properties settings = new Properties();
    // The caller looked first whether the file may be created.
    settings.setProperty("open_mode", openMode());
    // Else the driver asks for the last row id after every insert, and nobody wants it.
    settings.setProperty("jdbc.get_generated_keys", "false");
    try {
      Connection connection =
          DriverManager.getConnection("jdbc:sqlite:" + location.file(), settings);
      wanted.on(connection);
      return new Sql(connection, this);
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  private static void waitForOthers(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void onlyRead(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
      statement.execute("PRAGMA query_only = ON");
      statement.execute("PRAGMA temp_store = MEMORY");
      statement.execute("PRAGMA trusted_schema = OFF");
      statement.execute("PRAGMA cell_size_check = ON");
      statement.execute("PRAGMA mmap_size = 0");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void configure(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
      statement.execute("PRAGMA page_size = " + PAGE_BYTES);
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA secure_delete = ON");
      statement.execute("PRAGMA foreign_keys = ON");
      statement.execute("PRAGMA temp_store = MEMORY");
      statement.execute("PRAGMA trusted_schema = OFF");
      statement.execute("PRAGMA cell_size_check = ON");
      statement.execute("PRAGMA mmap_size = 0");
      statement.execute("PRAGMA cache_size = -16384");
      statement.execute("PRAGMA wal_autocheckpoint = 2000");
      if (location.maxPages().isPresent()) {
        statement.execute("PRAGMA max_page_count = " + location.maxPages().getAsInt());
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
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

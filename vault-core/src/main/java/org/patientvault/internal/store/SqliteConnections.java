package org.patientvault.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.patientvault.model.VaultException;

/**
 * Opens connections to a vault's file with every setting that safety hangs on. Decisions and
 * numbers: docs/decisions/sqlite-settings.md.
 */
final class SqliteConnections {
  private static final long AGAIN_NANOS = 20_000_000;
  private static final int PAGE_BYTES = 4_096;

  static final String READ_ONLY = "1";
  private static final String READ_WRITE_CREATE = "6";

  private final SqliteLocation location;
  private final SqliteDialect dialect;
  private final Use use;

  private enum Use {
    KEEPING,
    EXAMINING
  }

  /** For a vault in use. */
  SqliteConnections(SqliteLocation location) {
    this(location, Use.KEEPING);
  }

  private SqliteConnections(SqliteLocation location, Use use) {
    this.location = location;
    this.dialect = new SqliteDialect(location);
    this.use = use;
  }

  /** For a vault that must stay as it is, to the byte: every connection only reads. */
  static SqliteConnections examining(SqliteLocation location) {
    return new SqliteConnections(location, Use.EXAMINING);
  }

  SqliteDialect dialect() {
    return dialect;
  }

  /** Refuses a file that is no vault, or of a layout this program does not know. */
  void checkFile() {
    try (Sql looking = look()) {
      checkIsVault(looking);
      checkLength();
      Migrations.check(dialect.layout(looking));
    }
  }

  /** SQLite takes a page that is cut short for one that ends in zeros. */
  private void checkLength() {
    if (!hasWriteAheadLog() && SqliteFile.size(location.file()) % PAGE_BYTES != 0) {
      throw new VaultException.StorageFailed(SqliteDialect.CUT_SHORT + " (" + location + ")");
    }
  }

  private void checkIsVault(Sql sql) {
    int application = sql.one("PRAGMA application_id", row -> row.getInt(1)).orElse(0);
    if (application == SqliteDialect.APPLICATION_ID) {
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
      case EXAMINING -> connect(SqliteConnections::onlyRead);
    };
  }

  /** A new connection to look with: a file that is no vault stays as it is. */
  private Sql look() {
    return connect(SqliteConnections::waitForOthers);
  }

  /** Brings the file up to date with its write-ahead log, if it may change at all. */
  boolean checkpoint(Sql writer) {
    return switch (use) {
      case KEEPING ->
          writer.one("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1)).orElse(1) == 0;
      case EXAMINING -> false;
    };
  }

  /** As {@link #checkpoint}, without waiting for a reader: writers would wait with it. */
  boolean tryCheckpoint(Sql writer) {
    setBusyMillis(writer, 0);
    try {
      return checkpoint(writer);
    } finally {
      setBusyMillis(writer, SqliteDialect.BUSY_MILLIS);
    }
  }

  private static void setBusyMillis(Sql writer, long millis) {
    writer.one("PRAGMA busy_timeout = " + millis, row -> row.getInt(1));
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

  /** Who switches to the write-ahead log while another does is told "busy" at once, unwaited. */
  private Sql connect(Settings wanted) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SqliteDialect.BUSY_MILLIS);
    while (true) {
      try {
        return connectOnce(wanted);
      } catch (SQLException e) {
        if (!SqliteDialect.isBusy(e) || System.nanoTime() >= end) {
          throw dialect.translate(e);
        }
        LockSupport.parkNanos(AGAIN_NANOS);
      }
    }
  }

  private Sql connectOnce(Settings wanted) throws SQLException {
    Properties settings = new Properties();
    // The caller looked first whether the file may be created.
    settings.setProperty("open_mode", openMode());
    // Else the driver asks for the last row id after every insert, and nobody wants it.
    settings.setProperty("jdbc.get_generated_keys", "false");
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + location.file(), settings);
    wanted.on(connection);
    return new Sql(connection, dialect);
  }

  private static void waitForOthers(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + SqliteDialect.BUSY_MILLIS);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void onlyRead(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + SqliteDialect.BUSY_MILLIS);
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
      statement.execute("PRAGMA busy_timeout = " + SqliteDialect.BUSY_MILLIS);
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
}

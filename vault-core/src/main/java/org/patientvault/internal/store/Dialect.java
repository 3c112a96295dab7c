package org.patientvault.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.patientvault.model.VaultException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What SQLite does in its own way: settings, transactions, errors. Decisions and numbers:
 * docs/decisions/sqlite-settings.md.
 */
final class Dialect {
  static final int BUSY_MILLIS = 5_000;
  static final int PAGE_BYTES = 4_096;

  /** "PVLT": tells a vault from any other SQLite file. */
  static final int APPLICATION_ID = 0x50564C54;

  private final StoreLocation location;

  Dialect(StoreLocation location) {
    this.location = location;
  }

  /** A new connection with every setting that safety hangs on; may change the file. */
  Sql connect() {
    return connect(this::configure);
  }

  /** A new connection to look with: a file that is no vault stays as it is. */
  Sql look() {
    return connect(Dialect::waitForOthers);
  }

  private interface Settings {
    void on(Connection connection) throws SQLException;
  }

  private Sql connect(Settings wanted) {
    Properties settings = new Properties();
    settings.setProperty(
        "open_mode",
        "6"); // read and write, create: the caller looked first whether it may be created
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
   * Makes the empty file, readable by its owner alone, unless there is one. An empty file, or a
   * database without anything in it, is what a making leaves that was cut off; it is used.
   */
  static void createVaultFile(Path file) {
    if (!isEmpty(file) && !isBlankDatabase(file)) {
      createFile(file);
    }
  }

  /** Makes the empty file, readable by its owner alone, where nothing is. */
  static void createFile(Path file) {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new VaultException.Refused(
          "there is a file at " + file + " already; a vault is never written over it");
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "the file " + file + " cannot be made; is its folder there and writable?", e);
    }
  }

  static boolean isEmpty(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) == 0;
    } catch (IOException e) {
      throw new VaultException.StorageFailed("the file " + file + " cannot be read", e);
    }
  }

  /** Looks without changing anything: it may be anybody's file. */
  private static boolean isBlankDatabase(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    Properties onlyToRead = new Properties();
    onlyToRead.setProperty("open_mode", "1");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, onlyToRead);
        Statement statement = connection.createStatement();
        ResultSet any =
            statement.executeQuery(
                "SELECT 1 FROM sqlite_master UNION ALL"
                    + " SELECT 1 FROM pragma_application_id WHERE application_id <> 0")) {
      return !any.next();
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * The kind of error a caller can act on. The driver's text names codes and SQL, never row
   * contents.
   */
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
      return "the file is damaged or cut short; restore a backup, keep this file";
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

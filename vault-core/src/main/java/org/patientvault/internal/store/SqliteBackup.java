package org.patientvault.internal.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.core.DB;

/** A copy of a vault in a new file, whole and forced to the disk, or not there. */
final class SqliteBackup {
  private static final int RETRY_MILLIS = 100;
  private static final int RETRIES = 50;
  private static final int ALL_PAGES = -1;

  private SqliteBackup() {}

  /** Copies a file's pages, as its own snapshot sees them. */
  static void ofPages(SqliteConnections source, Path target) {
    make(target, copy -> copyPages(source, copy));
  }

  /** Copies every row of every table that {@code rows} see. */
  static void ofRows(Sql rows, Path target) {
    make(target, copy -> copyRows(rows, copy));
  }

  private static void make(Path target, Consumer<SqliteLocation> copying) {
    SqliteLocation copy = new SqliteLocation(target.toAbsolutePath(), OptionalInt.empty());
    SqliteFile.createFile(copy.file());
    boolean whole = false;
    try {
      copying.accept(copy);
      // SQLite refuses a file shorter than its own header says.
      new SqliteConnections(copy).checkFile();
      SqliteFile.force(copy.file());
      whole = true;
    } finally {
      if (!whole) {
        SqliteFile.deleteVault(copy.file());
      }
    }
  }

  /** All pages in one step: in several, a busy writer could make it begin again and again. */
  private static void copyPages(SqliteConnections source, SqliteLocation copy) {
    SqliteDialect copied = new SqliteDialect(copy);
    try (Sql reader = source.connect()) {
      int result =
          reader
              .connection()
              .unwrap(SQLiteConnection.class)
              .getDatabase()
              .backup("main", copy.file().toString(), null, RETRY_MILLIS, RETRIES, ALL_PAGES);
      if (result != SQLiteErrorCode.SQLITE_OK.code) {
        throw copied.translate(DB.newSQLException(result, "the copy failed"));
      }
    } catch (SQLException e) {
      throw copied.translate(e);
    }
  }

  private static void copyRows(Sql rows, SqliteLocation copy) {
    SqliteConnections connections = new SqliteConnections(copy);
    try (Sql writer = connections.connect()) {
      writer.execute("BEGIN IMMEDIATE");
      Migrations.apply(writer, connections.dialect());
      LayoutV1.names().forEach(table -> copyTable(table, rows, writer));
      writer.execute("COMMIT");
      connections.checkpoint(writer);
    }
  }

  private static void copyTable(String table, Sql rows, Sql writer) {
    String columns = String.join(", ", LayoutV1.columns(table));
    String marks = "?" + ", ?".repeat(LayoutV1.columns(table).size() - 1);
    String insert = "INSERT INTO " + table + " (" + columns + ") VALUES (" + marks + ")";
    rows.each(
        "SELECT " + columns + " FROM " + table,
        Sql::values,
        values -> writer.update(insert, values));
  }
}

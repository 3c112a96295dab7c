package org.patientvault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A vault's file in the hands of somebody who puts any bytes into any cell. */
final class AttackedFile implements AutoCloseable {
  private final Path file;
  private final Connection connection;

  /** One value of one row, and the primary key of that row. */
  @SuppressWarnings("ArrayRecordComponent")
  record Cell(String table, String column, List<String> key, List<Object> row, byte[] value) {}

  /** The file itself, which others may have open. */
  static AttackedFile of(Path file) throws SQLException {
    return new AttackedFile(file);
  }

  private AttackedFile(Path file) throws SQLException {
    this.file = file;
    this.connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    execute("PRAGMA synchronous = OFF");
    execute("PRAGMA busy_timeout = 5000");
    execute("DROP TRIGGER log_entry_is_never_changed");
    execute("DROP TRIGGER log_entry_is_never_deleted");
  }

  static AttackedFile copyOf(Path honest, Path copy) throws IOException, SQLException {
    Files.copy(honest, copy);
    return new AttackedFile(copy);
  }

  Path file() {
    return file;
  }

  Connection connection() {
    return connection;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Every value of one column, row by row in the order of the primary key. */
  List<Cell> cells(String table, String column) throws SQLException {
    List<String> key = names("SELECT name FROM pragma_table_info('" + table + "') WHERE pk > 0");
    String names = String.join(", ", key);
    List<Cell> cells = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT " + names + ", " + column + " FROM " + table + " ORDER BY " + names)) {
      while (rows.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= key.size(); i++) {
          row.add(rows.getObject(i));
        }
        cells.add(new Cell(table, column, key, row, rows.getBytes(key.size() + 1)));
      }
    }
    return cells;
  }

  List<String> names(String query) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  void put(Cell cell, byte[] value) throws SQLException {
    String where = cell.key().stream().map(n -> n + " = ?").collect(Collectors.joining(" AND "));
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE " + cell.table() + " SET " + cell.column() + " = ? WHERE " + where)) {
      update.setBytes(1, value);
      for (int i = 0; i < cell.row().size(); i++) {
        update.setObject(i + 2, cell.row().get(i));
      }
      if (update.executeUpdate() != 1) {
        throw new AssertionError("no such row in " + cell.table());
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

package org.patientvault;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.patientvault.stores.TestDatabase;

/** A vault's database in the hands of somebody who puts any bytes into any cell. */
final class AttackedDatabase implements AutoCloseable {
  private final TestDatabase database;
  private final Connection connection;

  /** One value of one row, and the primary key of that row. */
  @SuppressWarnings("ArrayRecordComponent")
  record Cell(String table, String column, List<String> key, List<Object> row, byte[] value) {}

  /** The vault may be open meanwhile. */
  AttackedDatabase(TestDatabase database) throws SQLException {
    this.database = database;
    this.connection = database.connect();
    database.dropGuards(connection);
  }

  String location() {
    return database.location();
  }

  Connection connection() {
    return connection;
  }

  void execute(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  /** The columns of the primary key, in its order. */
  List<String> key(String table) throws SQLException {
    SortedMap<Integer, String> columns = new TreeMap<>();
    try (ResultSet key = connection.getMetaData().getPrimaryKeys(null, schema(), table)) {
      while (key.next()) {
        columns.put(key.getInt("KEY_SEQ"), key.getString("COLUMN_NAME"));
      }
    }
    return List.copyOf(columns.values());
  }

  /** Null on SQLite, which has none. */
  String schema() throws SQLException {
    return connection.getSchema();
  }

  /** Every value of one column, row by row in the order of the primary key. */
  List<Cell> cells(String table, String column) throws SQLException {
    List<String> key = key(table);
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

  /** Puts zeros in the place of every value of a column. */
  void blank(String table, String column) throws SQLException {
    for (Cell cell : cells(table, column)) {
      put(cell, new byte[cell.value().length]);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

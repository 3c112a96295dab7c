package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.patientvault.model.Bytes;

/** Every row of every table of a vault, to be taken out, put back, or brought in. */
final class AttackedRows {
  private final AttackedDatabase database;

  /** All values of one row, those of the primary key first. */
  record Row(String table, List<String> columns, List<Object> values, int keySize) {
    List<Object> key() {
      return values.subList(0, keySize);
    }
  }

  AttackedRows(AttackedDatabase database) {
    this.database = database;
  }

  List<String> tables() throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet tables =
        connection()
            .getMetaData()
            .getTables(null, database.schema(), "%", new String[] {"TABLE"})) {
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME"));
      }
    }
    return names;
  }

  /** The rows of one table by their primary keys. */
  Map<List<Object>, Row> of(String table) throws SQLException {
    int keySize = database.key(table).size();
    List<String> columns = columns(table);
    Map<List<Object>, Row> rows = new LinkedHashMap<>();
    try (Statement statement = connection().createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT " + String.join(", ", columns) + " FROM " + table + " ORDER BY 1, 2")) {
      while (found.next()) {
        Row row = new Row(table, columns, values(found, columns.size()), keySize);
        rows.put(row.key(), row);
      }
    }
    return rows;
  }

  private List<String> columns(String table) throws SQLException {
    List<String> columns = new ArrayList<>(database.key(table));
    try (ResultSet all =
        connection().getMetaData().getColumns(null, database.schema(), table, "%")) {
      while (all.next()) {
        String name = all.getString("COLUMN_NAME");
        if (!columns.contains(name)) {
          columns.add(name);
        }
      }
    }
    return columns;
  }

  private static List<Object> values(ResultSet row, int columns) throws SQLException {
    List<Object> values = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      Object value = row.getObject(i);
      values.add(value instanceof byte[] blob ? Bytes.of(blob) : value);
    }
    return values;
  }

  /** Puts a row in, in the place of the one with its key if there is one. */
  void put(Row row) throws SQLException {
    change("DELETE FROM " + row.table() + whereKey(row), row.key());
    String marks = String.join(", ", Collections.nCopies(row.columns().size(), "?"));
    String columns = String.join(", ", row.columns());
    String insert = "INSERT INTO %s (%s) VALUES (%s)".formatted(row.table(), columns, marks);
    assertThat(change(insert, row.values())).as(insert).isEqualTo(1);
  }

  void delete(Row row) throws SQLException {
    String delete = "DELETE FROM " + row.table() + whereKey(row);
    assertThat(change(delete, row.key())).as(delete).isEqualTo(1);
  }

  private static String whereKey(Row row) {
    return " WHERE " + String.join(" = ? AND ", row.columns().subList(0, row.keySize())) + " = ?";
  }

  private int change(String sql, List<Object> values) throws SQLException {
    try (PreparedStatement statement = connection().prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        Object value = values.get(i);
        statement.setObject(i + 1, value instanceof Bytes blob ? blob.toArray() : value);
      }
      return statement.executeUpdate();
    }
  }

  private Connection connection() {
    return database.connection();
  }
}

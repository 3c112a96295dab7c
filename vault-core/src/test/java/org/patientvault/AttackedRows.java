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

/** Every row of every table of a vault's file, to be taken out, put back, or brought in. */
final class AttackedRows {
  private final AttackedFile file;

  /** All values of one row, those of the primary key first. */
  record Row(String table, List<String> columns, List<Object> values, int keySize) {
    List<Object> key() {
      return values.subList(0, keySize);
    }
  }

  AttackedRows(AttackedFile file) {
    this.file = file;
  }

  List<String> tables() throws SQLException {
    return file.names("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  }

  /** The rows of one table by their primary keys. */
  Map<List<Object>, Row> of(String table) throws SQLException {
    String info = " FROM pragma_table_info('" + table + "')";
    List<String> columns = file.names("SELECT name" + info + " ORDER BY pk = 0, pk, cid");
    int keySize = file.names("SELECT name" + info + " WHERE pk > 0").size();
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
    String marks = String.join(", ", Collections.nCopies(row.columns().size(), "?"));
    change(
        "INSERT OR REPLACE INTO %s (%s) VALUES (%s)"
            .formatted(row.table(), String.join(", ", row.columns()), marks),
        row.values());
  }

  void delete(Row row) throws SQLException {
    String where = String.join(" = ? AND ", row.columns().subList(0, row.keySize())) + " = ?";
    change("DELETE FROM " + row.table() + " WHERE " + where, row.key());
  }

  private void change(String sql, List<Object> values) throws SQLException {
    try (PreparedStatement statement = connection().prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        Object value = values.get(i);
        statement.setObject(i + 1, value instanceof Bytes blob ? blob.toArray() : value);
      }
      assertThat(statement.executeUpdate()).as(sql).isEqualTo(1);
    }
  }

  private Connection connection() {
    return file.connection();
  }
}

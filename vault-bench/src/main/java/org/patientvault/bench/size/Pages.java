package org.patientvault.bench.size;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The bytes of a SQLite file by table, indexes included, in whole pages. */
final class Pages {
  private final Map<String, Long> byTable = new TreeMap<>();

  private Pages() {}

  static Pages of(Path file) throws SQLException {
    Pages pages = new Pages();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT coalesce(s.tbl_name, d.name), sum(d.pgsize)
                FROM dbstat d LEFT JOIN sqlite_schema s ON s.name = d.name
                WHERE d.aggregate = 1 GROUP BY 1
                """)) {
      while (rows.next()) {
        pages.byTable.put(rows.getString(1), rows.getLong(2));
      }
    }
    return pages;
  }

  long bytes(Predicate<String> table) {
    return byTable.entrySet().stream()
        .filter(each -> table.test(each.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  Map<String, Long> byTable() {
    return byTable;
  }
}

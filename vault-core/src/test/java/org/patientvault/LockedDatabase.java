package org.patientvault;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Another process's connection to a vault's file, which may keep the writing lock. */
final class LockedDatabase implements AutoCloseable {
  private final Connection connection;
  private final Statement statement;

  LockedDatabase(Path file) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    statement = connection.createStatement();
    statement.execute("PRAGMA busy_timeout = 5000");
  }

  void lock() throws SQLException {
    execute("BEGIN IMMEDIATE");
  }

  void unlock() throws SQLException {
    execute("ROLLBACK");
  }

  void execute(String sql) throws SQLException {
    statement.execute(sql);
  }

  long number(String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

package org.patientvault.migration;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.patientvault.MigrationSource;
import org.patientvault.stores.Stores;
import org.patientvault.stores.TestDatabase;

/** A database of an application, with its tables in plaintext. */
final class PlainTable implements AutoCloseable {
  private final TestDatabase database;
  private final String url;
  private final Connection connection;

  PlainTable(Stores kind) throws SQLException {
    this.database = kind.fresh();
    this.url = kind == Stores.SQLITE ? "jdbc:sqlite:" + database.location() : database.location();
    this.connection = DriverManager.getConnection(url);
    if (kind == Stores.SQLITE) {
      // What the application loses in a crash is no concern here.
      TestDatabase.execute(connection, "PRAGMA synchronous = OFF");
      TestDatabase.execute(connection, "PRAGMA busy_timeout = 5000");
    }
  }

  String url() {
    return url;
  }

  MigrationSource source() {
    return MigrationSource.of(url);
  }

  Connection connection() {
    return connection;
  }

  void execute(String... statements) throws SQLException {
    for (String each : statements) {
      TestDatabase.execute(connection, each);
    }
  }

  long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    database.close();
  }
}

package org.patientvault;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.patientvault.stores.TestDatabase;

/** Another process's connection to a vault's database, which may keep the writing lock. */
public final class LockedDatabase implements AutoCloseable {
  private final TestDatabase database;
  private final Connection connection;

  public LockedDatabase(TestDatabase database) throws SQLException {
    this.database = database;
    this.connection = database.connect();
  }

  public void lock() throws SQLException {
    execute(database.lock());
  }

  public void unlock() throws SQLException {
    execute("ROLLBACK");
  }

  public void execute(String sql) throws SQLException {
    TestDatabase.execute(connection, sql);
  }

  Connection connection() {
    return connection;
  }

  public long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

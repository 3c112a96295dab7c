package org.patientvault.bench.load;

import java.sql.Connection;
import java.sql.SQLException;

/** A party whose callers have a PostgreSQL connection each. */
record ConnectedParty(String name, PostgresServer server, Work work) implements Party {
  /** What a caller does with its connection. */
  @FunctionalInterface
  interface Work {
    Caller on(Connection connection) throws SQLException;
  }

  @Override
  public Caller caller(int number) throws SQLException {
    Connection connection = server.connect();
    Caller caller = work.on(connection);
    return new Caller() {
      @Override
      public int work() throws Exception {
        return caller.work();
      }

      @Override
      public void close() throws SQLException {
        connection.close();
      }
    };
  }

  @Override
  public void close() {}
}

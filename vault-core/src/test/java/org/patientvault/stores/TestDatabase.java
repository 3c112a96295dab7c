package org.patientvault.stores;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** A place for one vault, and a way into it that goes around the vault. Goes when it is closed. */
public interface TestDatabase extends AutoCloseable {
  /** What a vault is created at and opened by. */
  String location();

  /** A connection of the database's owner, who sees the vault's tables; the caller closes it. */
  Connection connect() throws SQLException;

  /** Another place, where the same rows stand. Nobody may be connected. */
  TestDatabase copy();

  /** The statement that begins a transaction with the right to write, which others wait for. */
  String lock();

  /** What a vault whose own clock says {@code vaults} takes for now when it looks at a lease. */
  Instant clockOfLeases(Instant vaults);

  /** Takes away what refuses changes of the log: the owner may. */
  default void dropGuards(Connection connection) throws SQLException {
    for (String guard : new String[] {"log_entry_is_never_changed", "log_entry_is_never_deleted"}) {
      dropTrigger(connection, guard);
    }
  }

  /** Refuses new entries of the log where {@code condition} holds for {@code NEW}. */
  void refuseEntries(Connection connection, String trigger, String condition) throws SQLException;

  /** Drops a trigger of {@code log_entry}, if it is there. */
  void dropTrigger(Connection connection, String trigger) throws SQLException;

  /** Lets statements of this kind ({@code INSERT}, {@code UPDATE}) succeed without effect. */
  void swallow(Connection connection, String kind, String table) throws SQLException;

  default void swallowInserts(Connection connection, String table) throws SQLException {
    swallow(connection, "INSERT", table);
  }

  default void swallowUpdates(Connection connection, String table) throws SQLException {
    swallow(connection, "UPDATE", table);
  }

  void dropSwallowing(Connection connection, String table) throws SQLException;

  /** Runs a statement after each row that is inserted, in the same transaction. */
  void afterInserts(Connection connection, String table, String statement) throws SQLException;

  void dropAfterInserts(Connection connection, String table) throws SQLException;

  @Override
  void close();

  /** One statement, with any number of rows as its outcome. */
  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

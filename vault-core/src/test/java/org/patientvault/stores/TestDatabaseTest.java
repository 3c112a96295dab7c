package org.patientvault.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tests do to a vault's rows is the same on each store. */
@Tag("once")
class TestDatabaseTest {
  @ParameterizedTest
  @EnumSource
  void copy_hasTheSameRowsAndLeavesTheOriginalAlone(Stores store) throws SQLException {
    try (TestDatabase honest = withLog(store);
        TestDatabase copy = honest.copy()) {
      try (Connection connection = copy.connect()) {
        TestDatabase.execute(connection, "DELETE FROM log_head");
      }
      assertThat(heads(honest)).isEqualTo(1);
      assertThat(heads(copy)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void lock_isWaitedForByWhoeverWrites(Stores store) throws SQLException {
    try (TestDatabase database = withLog(store);
        Connection one = database.connect();
        Connection other = database.connect()) {
      TestDatabase.execute(one, database.lock());
      TestDatabase.execute(other, impatience(store));
      assertThatThrownBy(() -> TestDatabase.execute(other, database.lock()))
          .isInstanceOf(SQLException.class);
      TestDatabase.execute(one, "ROLLBACK");
    }
  }

  private static String impatience(Stores store) {
    return switch (store) {
      case SQLITE -> "PRAGMA busy_timeout = 10";
      case POSTGRES -> "SET lock_timeout = 10";
    };
  }

  @ParameterizedTest
  @EnumSource
  void refusedEntries_areTheseAloneAndUntilTheTriggerIsDropped(Stores store) throws SQLException {
    try (TestDatabase database = withLog(store);
        Connection connection = database.connect()) {
      database.refuseEntries(connection, "third", "NEW.idx = 3");
      TestDatabase.execute(connection, "INSERT INTO log_entry VALUES (2)");
      String third = "INSERT INTO log_entry VALUES (3)";
      assertThatThrownBy(() -> TestDatabase.execute(connection, third))
          .hasMessageContaining("this one row");
      database.dropTrigger(connection, "third");
      TestDatabase.execute(connection, third);
    }
  }

  private static TestDatabase withLog(Stores store) throws SQLException {
    TestDatabase database = store.fresh();
    try (Connection connection = database.connect()) {
      if (store == Stores.POSTGRES) {
        TestDatabase.execute(connection, "CREATE SCHEMA patientvault");
      }
      TestDatabase.execute(connection, "CREATE TABLE log_head (size INTEGER)");
      TestDatabase.execute(connection, "CREATE TABLE log_entry (idx INTEGER)");
      TestDatabase.execute(connection, "INSERT INTO log_head VALUES (1)");
    }
    return database;
  }

  private static int heads(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM log_head")) {
      assertThat(rows.next()).isTrue();
      return rows.getInt(1);
    }
  }
}

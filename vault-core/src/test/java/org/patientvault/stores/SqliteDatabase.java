package org.patientvault.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;

/** A file in a folder of its own. */
public final class SqliteDatabase implements TestDatabase {
  private final TemporaryFolder folder = TemporaryFolder.untilExit("patientvault-sqlite-");

  public SqliteDatabase() {}

  public Path file() {
    return folder.path().resolve("a.vault");
  }

  @Override
  public String location() {
    return file().toString();
  }

  @Override
  public Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
    TestDatabase.execute(connection, "PRAGMA synchronous = OFF");
    TestDatabase.execute(connection, "PRAGMA busy_timeout = 5000");
    return connection;
  }

  @Override
  public TestDatabase copy() {
    SqliteDatabase copy = new SqliteDatabase();
    try {
      Files.copy(file(), copy.file());
      return copy;
    } catch (IOException e) {
      copy.close();
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String lock() {
    return "BEGIN IMMEDIATE";
  }

  @Override
  public Instant clockOfLeases(Instant vaults) {
    return vaults;
  }

  @Override
  public void refuseEntries(Connection connection, String trigger, String condition)
      throws SQLException {
    TestDatabase.execute(
        connection,
        """
        CREATE TRIGGER %s BEFORE INSERT ON log_entry WHEN %s
        BEGIN SELECT RAISE(ABORT, 'this one row'); END\
        """
            .formatted(trigger, condition));
  }

  @Override
  public void swallow(Connection connection, String kind, String table) throws SQLException {
    TestDatabase.execute(
        connection,
        "CREATE TRIGGER swallows BEFORE %s ON %s BEGIN SELECT RAISE(IGNORE); END"
            .formatted(kind, table));
  }

  @Override
  public void dropSwallowing(Connection connection, String table) throws SQLException {
    TestDatabase.execute(connection, "DROP TRIGGER swallows");
  }

  @Override
  public void afterInserts(Connection connection, String table, String statement)
      throws SQLException {
    TestDatabase.execute(
        connection,
        "CREATE TRIGGER follows AFTER INSERT ON %s BEGIN %s; END".formatted(table, statement));
  }

  @Override
  public void dropAfterInserts(Connection connection, String table) throws SQLException {
    TestDatabase.execute(connection, "DROP TRIGGER follows");
  }

  @Override
  public void dropTrigger(Connection connection, String trigger) throws SQLException {
    TestDatabase.execute(connection, "DROP TRIGGER IF EXISTS " + trigger);
  }

  @Override
  public void close() {
    folder.close();
  }
}

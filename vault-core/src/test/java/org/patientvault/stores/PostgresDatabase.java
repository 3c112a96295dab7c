package org.patientvault.stores;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;

/** A database of a {@link PostgresServer}; a vault's tables stand in the schema of its name. */
public final class PostgresDatabase implements TestDatabase {
  private static final String SCHEMA = "patientvault";

  private final PostgresServer server;
  private final String name;

  PostgresDatabase(PostgresServer server, String name) {
    this.server = server;
    this.name = name;
  }

  public String name() {
    return name;
  }

  public PostgresServer server() {
    return server;
  }

  @Override
  public String location() {
    return server.url(name);
  }

  /** The same place at the other end of a cable. */
  public String locationAt(Cable cable) {
    return "jdbc:postgresql://127.0.0.1:" + cable.port() + "/" + name;
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(location() + "?currentSchema=" + SCHEMA);
  }

  /** Waits a few seconds for those who have just closed their connections. */
  @Override
  public TestDatabase copy() {
    return server.newDatabase("TEMPLATE " + name);
  }

  @Override
  public String lock() {
    return "BEGIN; SELECT size FROM log_head FOR UPDATE";
  }

  /** The server's, and it runs here. */
  @Override
  public Instant clockOfLeases(Instant vaults) {
    return Instant.now();
  }

  @Override
  public void refuseEntries(Connection connection, String trigger, String condition)
      throws SQLException {
    TestDatabase.execute(
        connection,
        """
        CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
          AS $$ BEGIN RAISE EXCEPTION 'this one row'; END $$;
        CREATE TRIGGER %s BEFORE INSERT ON log_entry
          FOR EACH ROW WHEN (%s) EXECUTE FUNCTION refuse()\
        """
            .formatted(trigger, condition));
  }

  @Override
  public void swallow(Connection connection, String kind, String table) throws SQLException {
    TestDatabase.execute(
        connection,
        """
        CREATE OR REPLACE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER swallows BEFORE %s ON %s FOR EACH ROW EXECUTE FUNCTION swallow()\
        """
            .formatted(kind, table));
  }

  @Override
  public void dropSwallowing(Connection connection, String table) throws SQLException {
    TestDatabase.execute(connection, "DROP TRIGGER swallows ON " + table);
  }

  @Override
  public void afterInserts(Connection connection, String table, String statement)
      throws SQLException {
    TestDatabase.execute(
        connection,
        """
        CREATE FUNCTION follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s; RETURN NULL; END $$;
        CREATE TRIGGER follows AFTER INSERT ON %s FOR EACH ROW EXECUTE FUNCTION follow()\
        """
            .formatted(statement, table));
  }

  @Override
  public void dropAfterInserts(Connection connection, String table) throws SQLException {
    TestDatabase.execute(connection, "DROP TRIGGER follows ON " + table);
  }

  @Override
  public void dropTrigger(Connection connection, String trigger) throws SQLException {
    TestDatabase.execute(connection, "DROP TRIGGER IF EXISTS " + trigger + " ON log_entry");
  }

  @Override
  public void close() {
    server.drop(name);
  }
}

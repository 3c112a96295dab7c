package org.patientvault.bench.migrate;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.patientvault.MigrationSource;
import org.patientvault.VaultOptions;
import org.patientvault.bench.load.PostgresServer;

/** A server of our own: table and copies in one database, each vault in one of its own. */
final class PostgresPlace implements TablePlace {
  private final PostgresServer server = PostgresServer.start();
  private final String database = server.newDatabase("plain");

  PostgresPlace() throws IOException, SQLException {}

  @Override
  public Connection table() throws SQLException {
    return DriverManager.getConnection(
        database, PostgresServer.USER, String.valueOf(server.password()));
  }

  @Override
  public Connection copy(int round) throws SQLException {
    return table();
  }

  @Override
  public String name() {
    return "result";
  }

  @Override
  public MigrationSource source() {
    return new MigrationSource(database, PostgresServer.USER, server::password);
  }

  @Override
  public String newVault(int round) throws SQLException {
    return server.newDatabase("round_" + round);
  }

  @Override
  public VaultOptions options() {
    return server.login();
  }

  @Override
  public void close() {
    server.close();
  }

  @Override
  public String toString() {
    return "PostgreSQL";
  }
}

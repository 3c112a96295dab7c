package org.patientvault.bench.migrate;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.patientvault.MigrationSource;
import org.patientvault.VaultOptions;
import org.patientvault.bench.TemporaryFolder;

/** Files in one folder, each copy and each vault in one of its own. */
final class SqlitePlace implements TablePlace {
  private final TemporaryFolder folder = new TemporaryFolder();
  private final Path source = folder.path().resolve("source.db");

  SqlitePlace() throws IOException {}

  @Override
  public Connection table() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + source);
  }

  @Override
  public Connection copy(int round) throws SQLException {
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.path().resolve("copy-" + round));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("ATTACH '" + source + "' AS plain");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return "plain.result";
  }

  @Override
  public MigrationSource source() {
    return MigrationSource.of("jdbc:sqlite:" + source);
  }

  @Override
  public String newVault(int round) {
    return folder.path().resolve("round-" + round + ".vault").toString();
  }

  @Override
  public VaultOptions options() {
    return VaultOptions.defaults();
  }

  @Override
  public void close() {
    folder.close();
  }

  @Override
  public String toString() {
    return "SQLite";
  }
}

package org.patientvault.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.patientvault.VaultOptions;
import org.patientvault.stores.PasswordFile;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresPrograms;
import org.patientvault.stores.PostgresServer;

/** A login of a server, with a password of its own. */
record DatabaseUser(String name, String password) {
  private static final AtomicInteger MADE = new AtomicInteger();
  private static final Path ROLES = Path.of("../docs/postgresql/roles.sql");

  /** One with no rights but those that everybody has, and {@code options} of CREATE ROLE. */
  static DatabaseUser on(PostgresServer server, String... options) throws SQLException {
    DatabaseUser user = new DatabaseUser("user_" + MADE.incrementAndGet(), "pass word ' 42");
    server.execute(
        "CREATE ROLE %s LOGIN PASSWORD 'pass word '' 42' %s"
            .formatted(user.name(), String.join(" ", options)));
    return user;
  }

  /** A member of one of the roles that {@link #makeRoles} made: application, for example. */
  static DatabaseUser as(String role, PostgresDatabase database) throws SQLException {
    return on(database.server(), "IN ROLE " + database.name() + "_" + role);
  }

  /** Runs the script of the documentation, as a superuser. */
  static void makeRoles(PostgresDatabase database) {
    String target =
        "host=127.0.0.1 port=%d dbname=%s user=superuser"
            .formatted(database.server().cluster().port(), database.name());
    PostgresPrograms.newest()
        .run(
            "psql",
            List.of("-X", "-q", "-f", ROLES.toAbsolutePath().normalize().toString(), target),
            Map.of("PGPASSFILE", PasswordFile.path().toString()));
  }

  static String rolesScript() {
    try {
      return Files.readString(ROLES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  VaultOptions options() {
    return VaultOptions.defaults().withDatabaseLogin(name, password::toCharArray);
  }

  /** Around the vault, with the vault's tables in sight. */
  Connection connect(PostgresDatabase database) throws SQLException {
    return DriverManager.getConnection(
        database.location() + "?currentSchema=patientvault", name, password);
  }
}

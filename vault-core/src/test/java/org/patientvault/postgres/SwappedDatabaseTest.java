package org.patientvault.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Vault;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;

/** Another vault answers at the address of an open one: nothing goes into it, or comes out. */
@Tag("once")
class SwappedDatabaseTest {
  @TempDir Path folder;
  @TempDir Path other;

  @Test
  void databaseSwappedUnderAnOpenVault_isNeitherReadNorWritten() throws SQLException {
    try (PostgresServer server = PostgresServer.start()) {
      Clinic first = Clinic.on(server, folder);
      Clinic second = Clinic.on(server, other);
      long before = second.entries();
      Vault vault = first.open();
      assertThat(first.value(vault)).isEqualTo(Clinic.VALUE);
      swap(server, first.database, second.database);
      // The names are changed: what is at the first one's address is the second vault.
      assertThatThrownBy(() -> readUntilToldWhy(first, vault))
          .isInstanceOf(VaultException.class)
          .hasMessageContaining("no longer holds the vault that was opened")
          .hasMessageContaining("look where its address leads");
      assertThat(Clinic.entries(first.database)).isEqualTo(before);
      swap(server, first.database, second.database);
      assertThat(first.value(vault)).isEqualTo(Clinic.VALUE);
      vault.close();
      assertThat(first.findings()).isEmpty();
      assertThat(second.findings()).isEmpty();
    }
  }

  /** The first requests may find that their connections broke. */
  private static void readUntilToldWhy(Clinic clinic, Vault vault) {
    for (int tried = 1; ; tried++) {
      try {
        clinic.value(vault);
        throw new AssertionError("it read from somewhere");
      } catch (VaultException e) {
        if (tried == 5 || String.valueOf(e.getMessage()).contains("no longer holds")) {
          throw e;
        }
      }
    }
  }

  private static void swap(PostgresServer server, PostgresDatabase one, PostgresDatabase two)
      throws SQLException {
    for (PostgresDatabase each : new PostgresDatabase[] {one, two}) {
      server.execute("ALTER DATABASE " + each.name() + " ALLOW_CONNECTIONS false");
      server.execute(
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '"
              + each.name()
              + "'");
    }
    server.execute("ALTER DATABASE " + one.name() + " RENAME TO between");
    server.execute("ALTER DATABASE " + two.name() + " RENAME TO " + one.name());
    server.execute("ALTER DATABASE between RENAME TO " + two.name());
    for (PostgresDatabase each : new PostgresDatabase[] {one, two}) {
      server.execute("ALTER DATABASE " + each.name() + " ALLOW_CONNECTIONS true");
    }
  }
}

package org.patientvault.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresServer;

/** A pooler that keeps sessions whole is as good as the server; another one is refused. */
@Tag("once")
class PoolerTest {
  @TempDir Path folder;
  private Clinic clinic;
  private DatabaseUser user;

  @BeforeEach
  void vault() throws SQLException {
    clinic = Clinic.on(PostgresServer.shared(), folder);
    DatabaseUser.makeRoles(clinic.database);
    user = DatabaseUser.as("application", clinic.database);
  }

  @AfterEach
  void close() {
    clinic.database.close();
  }

  @Test
  void sessionMode_works() {
    try (PgBouncer pooler = PgBouncer.start(PostgresServer.shared(), user, "session")) {
      String location = pooler.url(clinic.database.name());
      try (Vault vault = Vault.open(location, List.of(clinic.unlock), user.options())) {
        RecordKey other = RecordKey.of(clinic.key.patient(), "Observation", "other");
        Clinic.physician(vault).create(other, Clinic.fields("1"));
        // Often enough for the driver to keep statements at the server.
        for (int i = 0; i < 12; i++) {
          assertThat(clinic.value(vault)).isEqualTo(Clinic.VALUE);
        }
      }
      assertThat(Vault.verifyRecords(location, List.of(clinic.unlock), user.options()).findings())
          .isEmpty();
    }
  }

  @Test
  void transactionMode_isRefusedBeforeAnythingIsWritten() {
    long before = clinic.entries();
    try (PgBouncer pooler = PgBouncer.start(PostgresServer.shared(), user, "transaction")) {
      String location = pooler.url(clinic.database.name());
      assertThatThrownBy(() -> Vault.open(location, List.of(clinic.unlock), user.options()))
          .isInstanceOf(VaultException.Refused.class)
          .hasMessageContaining("a pooler in transaction mode")
          .hasMessageContaining("session mode");
      assertThatThrownBy(() -> Vault.label(location, user.options()))
          .isInstanceOf(VaultException.Refused.class);
    }
    assertThat(clinic.entries()).isEqualTo(before);
  }

  @Test
  void statementMode_isRefusedBeforeAnythingIsWritten() {
    long before = clinic.entries();
    try (PgBouncer pooler = PgBouncer.start(PostgresServer.shared(), user, "statement")) {
      String location = pooler.url(clinic.database.name());
      assertThatThrownBy(() -> Vault.open(location, List.of(clinic.unlock), user.options()))
          .isInstanceOf(VaultException.class)
          .hasMessageContaining("pooler");
    }
    assertThat(clinic.entries()).isEqualTo(before);
  }
}

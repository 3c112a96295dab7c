package org.patientvault.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Vault;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresPrograms;
import org.patientvault.stores.PostgresServer;

/** A standby can be looked at and verified; no vault opens on it, for opening means writing. */
@Tag("once")
class StandbyAloneTest {
  @TempDir static Path folder;
  private static PostgresServer server;
  private static Clinic clinic;

  @BeforeAll
  static void standby() throws IOException {
    server = PostgresServer.start();
    clinic = Clinic.on(server, folder);
    server.cluster().stop();
    // A standby whose primary is away: it has all that was committed, and waits for more.
    Path signal = Files.createFile(server.cluster().dataFolder().resolve("standby.signal"));
    PostgresPrograms.giveToServer(signal);
    server.cluster().launch(List.of());
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void standbyNamedAlone_opensNoVault() {
    assertThatThrownBy(clinic::open)
        .isInstanceOf(VaultException.StorageFailed.class)
        .hasMessageContaining("a standby cannot")
        .hasMessageContaining("name the primary, or all servers");
  }

  @Test
  void vaultOnAStandby_isNotMade() {
    assertThatThrownBy(() -> Vault.create(server.url("postgres"), clinic.unlock))
        .isInstanceOf(VaultException.StorageFailed.class)
        .hasMessageContaining("standby");
  }

  @Test
  void standby_isVerifiedAndExported() {
    assertThat(clinic.findings()).isEmpty();
    Vault.exportLog(clinic.database.location(), folder.resolve("bundle"));
    assertThat(folder.resolve("bundle/checkpoint")).exists();
    assertThat(Vault.label(clinic.database.location()).slots()).hasSize(1);
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.foreign.ForeignManifest;
import org.patientvault.foreign.ForeignRefusal;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.model.VaultException;
import org.patientvault.stores.SqliteDatabase;

/** A vault's own backup, and what becomes of it, read by somebody who has the page alone. */
@Tag("once")
class ForeignBackupTest {
  @TempDir Path folder;
  private ErasurePlace place;
  private Path backup;

  @BeforeEach
  void aBackupOfAVaultThatErased() {
    place = ErasurePlace.in(new SqliteDatabase(), folder);
    place.erase(place.anna);
    backup = folder.resolve("monday.backup");
    place.administration().backup(backup);
  }

  @AfterEach
  void close() {
    place.close();
  }

  private ForeignManifest.Said read() throws Exception {
    return ForeignManifest.read(
        Files.readAllBytes(folder.resolve("monday.backup.manifest")), place.publicKeys().text());
  }

  /** The file as it is: nothing is written beside it. */
  private static Connection tables(Path file) throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:file:" + file + "?immutable=1");
  }

  @Test
  void backup_holdsWhatItsManifestSays() throws Exception {
    ForeignManifest.Said said = read();
    try (Connection tables = tables(backup)) {
      ForeignManifest.holds(said, backup, tables);
    }
    assertThat(said.erasures()).isEqualTo(1);
    assertThat(said.rows()).containsEntry("tombstone", 1L);
    assertThat(said.vault()).isEqualTo(place.vault.id().toString());
  }

  @Test
  void backupWithARowLess_isRefusedByBoth() throws Exception {
    ForeignManifest.Said said = read();
    try (Connection tables = DriverManager.getConnection("jdbc:sqlite:" + backup)) {
      tables.createStatement().execute("DELETE FROM tombstone");
    }
    try (Connection tables = tables(backup)) {
      assertThatThrownBy(() -> ForeignManifest.holds(said, backup, tables))
          .isInstanceOf(ForeignRefusal.class);
    }
    assertThatThrownBy(() -> Vault.verifyBackup(backup, java.util.Optional.empty()))
        .isInstanceOf(VaultException.Tampered.class);
  }

  @Test
  void restored_beginsWithTheIncident() throws Exception {
    ForeignManifest.Said said = read();
    Path target = folder.resolve("back.vault");
    RestoreReport report =
        Vault.restore(
            backup,
            target.toString(),
            List.of(place.unlock),
            ErasurePlace.ADMIN,
            RestoreOptions.of("the disk failed", place.register).withVault(place.options()));
    byte[] manifest = Files.readAllBytes(folder.resolve("monday.backup.manifest"));
    String text = new String(manifest, StandardCharsets.UTF_8).split("\n", -1)[1];
    assertThat(incidents(target))
        .containsExactly(
            new ForeignManifest.Incident(
                report.incident(),
                said.id(),
                Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex(),
                said.at(),
                List.of()));
  }

  private static List<ForeignManifest.Incident> incidents(Path vault) throws Exception {
    List<ForeignManifest.Incident> found = new ArrayList<>();
    try (Connection tables = DriverManager.getConnection("jdbc:sqlite:" + vault);
        ResultSet bodies =
            tables
                .createStatement()
                .executeQuery("SELECT body FROM log_payload WHERE body LIKE '%\"incident\":{%'")) {
      while (bodies.next()) {
        found.addAll(ForeignManifest.incident(bodies.getBytes(1)));
      }
    }
    return found;
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.model.Actor;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** A backup is a file: whole, under the name it was asked for, and its owner's alone. */
@Tag("once")
@OnBothStores
class BackupTest {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private OneRecord one;

  @BeforeEach
  void aVaultWithOneRecord(TestDatabase database) {
    one = OneRecord.in(database, folder);
  }

  @AfterEach
  void close() {
    one.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.bak",
        "O'Brien.bak",
        "clinic's night's.bak",
        "with space.bak",
        "semi;colon.bak",
        "quo\"te.bak",
        "100%25#1.bak",
        "file:a.bak",
        "to 'b'.bak"
      })
  void backup_underAnyName_isNewWithItsManifestAndIsWhole(String name) throws IOException {
    Path folderOfIts = Files.createDirectory(elsewhere.resolve(name));
    Path copy = folderOfIts.resolve(name);
    backup(copy);
    try (var there = Files.list(folderOfIts)) {
      assertThat(there).containsExactlyInAnyOrder(copy, copy.resolveSibling(name + ".manifest"));
    }
    assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(OWNER_ONLY);
    assertHolds(copy);
  }

  @Test
  void backup_toAnEmptyFileThatEverybodyMayRead_isRefusedAndLeavesIt() throws IOException {
    Path there = Files.createFile(elsewhere.resolve("there.bak"));
    Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> backup(there))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("already");
    assertThat(there).isEmptyFile();
  }

  @Test
  void backup_throughALinkThatLeadsNowhere_isRefused() throws IOException {
    Path aim = elsewhere.resolve("aim.bak");
    Path link = Files.createSymbolicLink(elsewhere.resolve("link.bak"), aim);
    assertThatThrownBy(() -> backup(link)).isInstanceOf(VaultException.Refused.class);
    assertThat(aim).doesNotExist();
  }

  @Test
  void backup_toANameThatNoVaultCanHave_isRefusedAndMakesNothing() {
    assertThatThrownBy(() -> backup(elsewhere.resolve("a?b.bak")))
        .isInstanceOf(VaultException.InvalidInput.class);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void backup_whileAnotherProcessWrites_isOneStateThatVerifies() throws Exception {
    try (Vault other = Vault.open(one.database.location(), one.unlock)) {
      Thread writer =
          new Thread(
              () -> {
                for (int revision = 1; !Thread.currentThread().isInterrupted(); revision++) {
                  physician(other)
                      .update(one.key, revision, OneRecord.fields("v" + "x".repeat(2_000)));
                }
              });
      writer.setUncaughtExceptionHandler((thread, interrupted) -> {});
      writer.start();
      for (int i = 0; i < 5; i++) {
        Path copy = elsewhere.resolve(i + ".bak");
        backup(copy);
        assertThat(Vault.verifyRecords(copy.toString(), one.unlock).findings()).isEmpty();
      }
      writer.interrupt();
      writer.join();
    }
  }

  private void backup(Path target) {
    one.vault.administration(Actor.of("root", "admin")).backup(target);
  }

  private void assertHolds(Path copy) {
    assertThat(Vault.verifyRecords(copy.toString(), one.unlock).findings()).isEmpty();
    try (Vault restored = Vault.open(copy, one.unlock)) {
      RecordView view = physician(restored).read(one.key);
      assertThat(view.get(OneRecord.FIELD).asText()).isEqualTo(OneRecord.VALUE);
    }
  }

  private static Session physician(Vault vault) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }
}

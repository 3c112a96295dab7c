package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;

/** A backup is whole, under the name it was asked for, and its owner's alone. */
class BackupTest {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private Unlock unlock;
  private Vault vault;
  private RecordKey key;

  @BeforeEach
  void aVaultWithOneRecord() {
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    vault = Vault.create(folder.resolve("a.vault"), unlock);
    key =
        RecordKey.of(
            physician(vault).admit(new PatientIdentifier("urn:mrn", "1")), "Observation", "bp");
    physician(vault).create(key, value("120/80"));
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void writeAheadLogLeftUnderTheCopysName_isNotReadWithIt() throws IOException {
    Path copy = elsewhere.resolve("a.bak");
    Path log = Path.of(folder.resolve("a.vault") + "-wal");
    assertThat(log).isNotEmptyFile();
    Files.copy(log, Path.of(copy + "-wal"));
    physician(vault).update(key, 1, value("140/90"));
    backup(copy);
    assertHolds(copy, "140/90");
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
  void backup_underAnyName_isTheOnlyNewFileAndIsWhole(String name) throws IOException {
    Path folderOfIts = Files.createDirectory(elsewhere.resolve(name));
    Path copy = folderOfIts.resolve(name);
    backup(copy);
    try (var there = Files.list(folderOfIts)) {
      assertThat(there).containsExactly(copy);
    }
    assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(OWNER_ONLY);
    assertHolds(copy, "120/80");
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
    try (Vault other = Vault.open(folder.resolve("a.vault"), unlock)) {
      Thread writer =
          new Thread(
              () -> {
                for (int revision = 1; !Thread.currentThread().isInterrupted(); revision++) {
                  physician(other).update(key, revision, value("v" + "x".repeat(2_000)));
                }
              });
      writer.setUncaughtExceptionHandler((thread, interrupted) -> {});
      writer.start();
      for (int i = 0; i < 5; i++) {
        Path copy = elsewhere.resolve(i + ".bak");
        backup(copy);
        assertThat(Vault.verifyRecords(copy.toString(), unlock).findings()).isEmpty();
      }
      writer.interrupt();
      writer.join();
    }
  }

  private void backup(Path target) {
    vault.administration(Actor.of("root", "admin")).backup(target);
  }

  private void assertHolds(Path copy, String value) {
    assertThat(Vault.verifyRecords(copy.toString(), unlock).findings()).isEmpty();
    try (Vault restored = Vault.open(copy, unlock)) {
      assertThat(physician(restored).read(key).get("valueString").asText()).isEqualTo(value);
    }
  }

  private static Map<String, FieldValue> value(String text) {
    return Map.of("valueString", FieldValue.text(text));
  }

  private static Session physician(Vault vault) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }
}

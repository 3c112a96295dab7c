package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;

/** Examining a vault in a file of SQLite changes no byte of it, nor of its write-ahead log. */
class ExaminedSqliteFileTest {
  @TempDir Path folder;
  private Path file;
  private Path evidence;
  private Unlock unlock;

  @BeforeEach
  void places() throws IOException {
    file = folder.resolve("a.vault");
    evidence = Files.createDirectory(folder.resolve("evidence"));
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
  }

  @Test
  void examination_ofAFileWithItsWriteAheadLog_changesNeither() throws IOException {
    try (Vault vault = used()) {
      vault.engine().publishing.now();
      Files.copy(file, evidence.resolve("a.vault"));
      Files.copy(folder.resolve("a.vault-wal"), evidence.resolve("a.vault-wal"));
    }
    Map<String, String> before = files();
    assertThat(before).hasSize(2);
    examine();
    Map<String, String> after = files();
    after.remove("a.vault-shm");
    assertThat(after).isEqualTo(before);
  }

  @Test
  void examination_throughALink_changesNothingBehindIt() throws IOException {
    try (Vault vault = used()) {
      vault.engine().publishing.now();
      Files.copy(file, evidence.resolve("a.vault"));
      Files.copy(folder.resolve("a.vault-wal"), evidence.resolve("a.vault-wal"));
    }
    Map<String, String> before = files();
    Path link = Files.createSymbolicLink(folder.resolve("link"), evidence.resolve("a.vault"));
    assertThat(Vault.verifyRecords(link.toString(), unlock).findings()).isEmpty();
    Map<String, String> after = files();
    after.remove("a.vault-shm");
    assertThat(after).isEqualTo(before);
  }

  @Test
  void examination_ofAClosedVault_changesNothingAndLeavesNothing() throws IOException {
    used().close();
    Files.copy(file, evidence.resolve("a.vault"));
    Map<String, String> before = files();
    examine();
    assertThat(files()).isEqualTo(before);
  }

  private void examine() {
    String copy = evidence.resolve("a.vault").toString();
    RecordsReport report = Vault.verifyRecords(copy, unlock);
    assertThat(report.findings()).isEmpty();
    assertThat(report.rows()).isGreaterThan(4);
    Vault.exportLog(copy, folder.resolve("exported"));
    assertThat(folder.resolve("exported/checkpoint")).isNotEmptyFile();
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (var there = Files.list(evidence)) {
      for (Path each : there.toList()) {
        digests.put(each.getFileName().toString(), Sha256.of(Files.readAllBytes(each)).hex());
      }
    }
    return digests;
  }

  private Vault used() {
    Vault vault = Vault.create(file, unlock);
    used(vault);
    return vault;
  }

  private static void used(Vault vault) {
    Session session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    session.admit(new PatientIdentifier("urn:mrn", vault.engine().newId()));
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.AuditorInput;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.Report;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.Databases;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.OncePerStore;
import org.patientvault.stores.TestDatabase;

/** The newest signed head on another disk: an older database that is put back is not signed. */
@Tag("once")
@OnBothStores
class LastSignedTest {
  private static StoredLog honest;

  @TempDir Path folder;
  private StoredLog log;
  private Path file;

  @OncePerStore
  static void aSignedLog(TestDatabase database, @TempDir Path home) {
    honest = StoredLog.make(database, home, 1, 5);
  }

  @BeforeEach
  void aCopyWithAFile(Databases databases) {
    file = folder.resolve("disk").resolve("last-signed");
    assertThat(file.getParent().toFile().mkdir()).isTrue();
    log = honest.copy(databases, folder);
  }

  private Vault open(StoredLog any) {
    VaultOptions options = VaultOptions.defaults().withLastSigned(file);
    return Vault.open(any.location(), List.of(StoredLog.PASSPHRASE), options);
  }

  private static void admit(Vault vault, String mrn) {
    vault
        .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
        .admit(new PatientIdentifier("urn:mrn", mrn));
  }

  private void write(StoredLog any, String... mrns) {
    try (Vault vault = open(any)) {
      for (String mrn : mrns) {
        admit(vault, mrn);
      }
    }
  }

  private static byte[] note(StoredLog any) {
    return any.blob("SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1");
  }

  private void assertNothingIsSigned(StoredLog any, String why) {
    byte[] before = note(any);
    Vault vault = open(any);
    assertThatThrownBy(vault.engine().publishing::now)
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining(why);
    assertThatThrownBy(vault::close).isInstanceOf(VaultException.Tampered.class);
    assertThat(note(any)).isEqualTo(before);
  }

  @Test
  void newestSignature_isKeptAndGoesOn() {
    write(log, "a");
    assertThat(file).hasBinaryContent(note(log));
    write(log, "b");
    assertThat(file).hasBinaryContent(note(log));
  }

  @Test
  void firstUse_keepsTheHeadThatIsThere() {
    try (Vault vault = open(log)) {
      vault.engine().publishing.now();
    }
    assertThat(file).hasBinaryContent(note(log));
  }

  @Test
  void olderCopyPutBack_isNotSigned(Databases databases) {
    write(log, "a");
    assertNothingIsSigned(honest.copy(databases, folder), "went back");
  }

  @Test
  void careGoesOnOverAnOlderCopy_andTheWayOnIsTold(Databases databases) {
    write(log, "a");
    StoredLog older = honest.copy(databases, folder);
    Vault vault = open(older);
    admit(vault, "treated all the same");
    assertThatThrownBy(vault::close).hasMessageContaining("docs/restored-databases.md");
  }

  @Test
  void olderCopyThatGrewPastTheHead_isNotSigned(Databases databases) {
    write(log, "a");
    StoredLog older = honest.copy(databases, folder);
    try (Vault elsewhere = Vault.open(older.location(), StoredLog.PASSPHRASE)) {
      admit(elsewhere, "b");
      admit(elsewhere, "c");
      admit(elsewhere, "d");
    }
    assertNothingIsSigned(older, "has another history");
  }

  @Test
  void newerDatabasePutBack_isSignedAgain(Databases databases) {
    write(log, "a");
    assertNothingIsSigned(honest.copy(databases, folder), "went back");
    write(log, "b");
    assertThat(file).hasBinaryContent(note(log));
  }

  @Test
  void headThatAnotherNodeSignedMeanwhile_isNoObstacle() {
    write(log, "a");
    try (Vault elsewhere = Vault.open(log.location(), StoredLog.PASSPHRASE)) {
      admit(elsewhere, "b");
    }
    write(log, "c");
    assertThat(file).hasBinaryContent(note(log));
  }

  private static void closeLog(Vault vault) {
    vault.administration(Actor.of("ada", "admin")).closeLog();
  }

  @Test
  void logClosedHere_goesOnInTheNextOne() {
    try (Vault vault = open(log)) {
      closeLog(vault);
      admit(vault, "a");
    }
    assertThat(file).hasBinaryContent(newestNote(log));
    write(log, "b");
    assertThat(file).hasBinaryContent(newestNote(log));
  }

  private static byte[] newestNote(StoredLog any) {
    return any.blob("SELECT note FROM log_checkpoint ORDER BY shard DESC, size DESC LIMIT 1");
  }

  @Test
  void logThatAnotherNodeClosedMeanwhile_isNoObstacle() {
    write(log, "a");
    try (Vault elsewhere = Vault.open(log.location(), StoredLog.PASSPHRASE)) {
      closeLog(elsewhere);
    }
    write(log, "b");
    assertThat(file).hasBinaryContent(newestNote(log));
  }

  @Test
  void copyFromBeforeALogWasClosed_isNotSigned(Databases databases) {
    try (Vault vault = open(log)) {
      closeLog(vault);
    }
    assertNothingIsSigned(
        honest.copy(databases, folder),
        "went back: the file of the last signed head is of the log");
  }

  @Test
  void otherEndOfTheClosedLog_isNotSigned(Databases databases) {
    write(log, "a");
    StoredLog older = honest.copy(databases, folder);
    try (Vault elsewhere = Vault.open(older.location(), StoredLog.PASSPHRASE)) {
      admit(elsewhere, "b");
      admit(elsewhere, "c");
      admit(elsewhere, "d");
      closeLog(elsewhere);
    }
    byte[] before = newestNote(older);
    Vault vault = open(older);
    assertThatThrownBy(vault.engine().publishing::now)
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("has another history");
    assertThatThrownBy(vault::close).isInstanceOf(VaultException.Tampered.class);
    assertThat(newestNote(older)).isEqualTo(before);
  }

  /** Two handles in one process share the file, as two processes do. */
  @Test
  void twoHandlesInOneProcess_waitForEachOther() throws Exception {
    ExecutorService both = Executors.newFixedThreadPool(2);
    try (Vault one = open(log);
        Vault other = open(log)) {
      List<Future<?>> done = new ArrayList<>();
      for (Vault each : List.of(one, other)) {
        String name = each == one ? "one" : "other";
        done.add(both.submit(() -> admitAndSign(each, name)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      both.shutdown();
    }
    assertThat(file).hasBinaryContent(note(log));
  }

  private static void admitAndSign(Vault vault, String name) {
    for (int i = 0; i < 20; i++) {
      admit(vault, name + i);
      vault.engine().publishing.now();
    }
  }

  @Test
  void fileOfAnotherVault_isRefused(TestDatabase database) throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    write(StoredLog.make(database, other, 1, 1), "a");
    assertNothingIsSigned(log, "a file of its own");
    Files.write(file, "no note".getBytes(StandardCharsets.UTF_8));
    assertNothingIsSigned(log, "a file of its own");
  }

  @Test
  void diskThatIsAway_stopsSigningAndNothingElse() throws IOException {
    Files.delete(file.getParent());
    byte[] before = note(log);
    Vault vault = open(log);
    admit(vault, "a");
    assertThatThrownBy(vault.engine().publishing::now)
        .isInstanceOf(VaultException.StorageFailed.class)
        .hasMessageContaining("look whether its disk is there");
    assertThat(note(log)).isEqualTo(before);
    Files.createDirectory(file.getParent());
    vault.close();
    assertThat(file).hasBinaryContent(note(log));
  }

  @Test
  void file_isEvidenceForTheAuditor(Databases databases) throws IOException {
    write(log, "a");
    StoredLog older = honest.copy(databases, folder);
    AuditorInput input =
        AuditorInput.of(Optional.empty()).withHeads(List.of(Bytes.of(Files.readAllBytes(file))));
    Report report = BundleVerifier.verify(older.export(), older.policy(), input);
    assertThat(report.lines()).anyMatch(line -> line.startsWith("ROLLED BACK"));
    assertThat(report.exitCode().code()).isEqualTo(3);
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.SqliteDatabase;
import org.patientvault.stores.TestDatabase;

/** A backup is put back: nobody who was erased comes back, and the log says what happened. */
@Tag("once")
@OnBothStores
class RestoreTest {
  private static final Actor ADMIN = ErasurePlace.ADMIN;

  @TempDir Path folder;
  private ErasurePlace place;
  private Path backup;

  @BeforeEach
  void aBackup(TestDatabase database) {
    place = ErasurePlace.in(database, folder);
    backup = folder.resolve("monday.backup");
    place.administration().backup(backup);
  }

  @AfterEach
  void close() {
    place.close();
  }

  private RestoreOptions options() {
    return RestoreOptions.of("the disk failed", place.register).withVault(place.options());
  }

  private RestoreReport restore(String target, RestoreOptions options) {
    return Vault.restore(backup, target, List.of(place.unlock), ADMIN, options);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void whoWasErasedSince_staysErased_andTheLogNamesTheIncident() {
    PatientRef anna = place.anna;
    EraseCertificate certificate = place.erase(anna);
    TrustPolicy keys = place.publicKeys();
    PatientRef later = place.physician().admit(new PatientIdentifier("urn:mrn", "later"));

    RestoreReport report = restore(file("back.vault"), options().withTrust(keys));
    assertThat(report.erased()).isEqualTo(1);
    assertThat(report.origin()).contains("/" + report.incident() + "/").endsWith("/2026-2");
    try (Vault vault = Vault.open(file("back.vault"), List.of(place.unlock), place.options())) {
      Session physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      assertThatThrownBy(() -> physician.read(ErasurePlace.pressure(anna)))
          .isInstanceOf(VaultException.Erased.class);
      assertThat(physician.find(ErasurePlace.ANNA)).isEmpty();
      assertThat(physician.find(ErasurePlace.BERT)).contains(place.bert);
      assertThatThrownBy(() -> physician.records(later))
          .isInstanceOf(VaultException.NotFound.class);
      Erasures erasures = vault.administration(ADMIN).erasures();
      assertThat(erasures.missingCertificates()).isZero();
      assertThat(erasures.certificate(anna).orElseThrow().verify(publicKeys(vault)).told().at())
          .isEqualTo(certificate.verify(keys).told().at());
    }
    assertThat(Vault.verifyRecords(file("back.vault"), place.unlock).findings()).isEmpty();
    assertThat(folder.toFile().list()).noneMatch(name -> name.startsWith(".restoring"));
  }

  /** What was asked for is under the state's seal, and is done by the replay. */
  @Test
  void backupOfAVaultThatWasAskedToErase_isErasedAndOpens() {
    place.administration().logRetention().erase(place.anna, ErasureGround.REQUEST, "letter");
    place.erasures().ask(place.anna, ErasureGround.REQUEST, "letter");
    Path asked = folder.resolve("asked.backup");
    place.administration().backup(asked);
    place.clock.pass(Duration.ofDays(7));
    place.erasures().erase(place.anna);
    String target = file("asked.vault");
    assertThat(Vault.restore(asked, target, List.of(place.unlock), ADMIN, options()).erased())
        .isEqualTo(1);
    assertThat(Vault.verifyRecords(target, place.unlock).findings()).isEmpty();
    try (Vault vault = Vault.open(target, List.of(place.unlock), place.options())) {
      assertThat(vault.administration(ADMIN).erasures().pending()).isEmpty();
    }
  }

  private static TrustPolicy publicKeys(Vault vault) {
    return TrustPolicy.parse(
        vault
            .auditTrail(Actor.of("otto", "auditor"))
            .trustPolicy()
            .getBytes(StandardCharsets.US_ASCII));
  }

  /** The backup of either store is put into the other, and back again. */
  @Test
  void intoTheOtherStore_allIsThere() {
    try (TestDatabase other = other()) {
      RestoreReport first = restore(other.location(), options());
      assertThat(first.erased()).isZero();
      check(other.location(), 2, "125/85");
      Path again = folder.resolve("again.backup");
      try (Vault vault = Vault.open(other.location(), List.of(place.unlock), place.options())) {
        vault.administration(ADMIN).backup(again);
      }
      RestoreReport second =
          Vault.restore(again, file("again.vault"), List.of(place.unlock), ADMIN, options());
      assertThat(second.origin()).endsWith("/2026-3").doesNotContain(first.incident());
      check(file("again.vault"), 3, "126/86");
    }
  }

  private TestDatabase other() {
    return PostgresServer.shared().newDatabase();
  }

  private void check(String location, int revision, String value) {
    assertThat(Vault.verifyRecords(location, place.unlock).findings()).isEmpty();
    try (Vault vault = Vault.open(location, List.of(place.unlock), place.options())) {
      Session physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      assertThat(physician.read(ErasurePlace.pressure(place.anna)).get("valueString").asText())
          .isEqualTo(value);
      physician.update(ErasurePlace.pressure(place.anna), revision, OneRecord.fields("126/86"));
      assertThat(physician.find(ErasurePlace.ANNA_INSURED)).contains(place.anna);
    }
    assertThat(Vault.verifyRecords(location, place.unlock).findings()).isEmpty();
  }

  @Test
  void backupIsChecked_withoutKeys() {
    BackupReport report = Vault.verifyBackup(backup, Optional.empty());
    assertThat(report.trusted()).isFalse();
    assertThat(report.contents().rows().get("patient_key")).isEqualTo(3);
    assertThat(Vault.verifyBackup(backup, Optional.of(place.publicKeys())).trusted()).isTrue();
  }

  @Test
  void cutChangedForeignOrIncompleteBackup_refused_andNothingIsThere() throws IOException {
    byte[] whole = Files.readAllBytes(backup);
    Path manifest = backup.resolveSibling(backup.getFileName() + ".manifest");
    byte[] text = Files.readAllBytes(manifest);
    try (RandomAccessFile cut = new RandomAccessFile(backup.toFile(), "rw")) {
      cut.setLength(whole.length - 4096);
    }
    refused(VaultException.Tampered.class);
    byte[] changed = whole.clone();
    changed[changed.length / 2] ^= 1;
    Files.write(backup, changed);
    refused(VaultException.Tampered.class);
    Files.write(backup, whole);
    Files.write(
        manifest,
        new String(text, StandardCharsets.ISO_8859_1)
            .replace("\"erasures\":0", "\"erasures\":1")
            .getBytes(StandardCharsets.ISO_8859_1));
    refused(VaultException.Tampered.class);
    Files.delete(manifest);
    refused(VaultException.InvalidInput.class);
    Files.delete(backup);
    refused(VaultException.NotFound.class);
  }

  /** A backup that a later program made, and one of somebody else's vault. */
  @Test
  void newerOrForeignBackup_refusedAndNothingIsThere() throws IOException {
    Path manifest = backup.resolveSibling(backup.getFileName() + ".manifest");
    String text = Files.readString(manifest, StandardCharsets.ISO_8859_1);
    rewrite(manifest, text.replace("\"layout\":1,", "\"layout\":2,"));
    assertThatThrownBy(() -> restore(file("none.vault"), options()))
        .isInstanceOf(VaultException.UnsupportedFormat.class)
        .hasMessageContaining("use a newer patientvault");
    rewrite(manifest, text.replace("manifest v1\n", "manifest v2\n"));
    refused(VaultException.UnsupportedFormat.class);
    rewrite(manifest, text);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    try (TestDatabase other = new SqliteDatabase();
        ErasurePlace foreign = ErasurePlace.in(other, elsewhere)) {
      RestoreOptions trusting = options().withTrust(foreign.publicKeys());
      assertThatThrownBy(() -> restore(file("none.vault"), trusting))
          .isInstanceOf(VaultException.KeyUnavailable.class)
          .hasMessageContaining("a key that the policy does not hold");
      assertThatThrownBy(
              () ->
                  Vault.restore(
                      backup, file("none.vault"), List.of(foreign.unlock), ADMIN, options()))
          .isInstanceOf(VaultException.KeyUnavailable.class);
    }
    assertThat(folder.resolve("none.vault")).doesNotExist();
    assertThat(restore(file("v"), options()).erased()).isZero();
  }

  private static void rewrite(Path manifest, String text) throws IOException {
    Files.write(manifest, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void refused(Class<? extends VaultException> kind) {
    assertThatThrownBy(() -> restore(file("none.vault"), options())).isInstanceOf(kind);
    assertThat(folder.resolve("none.vault")).doesNotExist();
    assertThat(folder.toFile().list()).noneMatch(name -> name.startsWith(".restoring"));
  }

  @Test
  void somethingThere_otherSecret_orNoRight_refused() throws IOException {
    Files.write(folder.resolve("there"), new byte[] {1});
    assertThatThrownBy(() -> restore(file("there"), options()))
        .isInstanceOf(VaultException.Refused.class);
    assertThat(Files.readAllBytes(folder.resolve("there"))).containsExactly(1);
    Files.write(folder.resolve("gone-wal"), new byte[] {1});
    assertThatThrownBy(() -> restore(file("gone"), options()))
        .isInstanceOf(VaultException.Refused.class);
    assertThat(folder.resolve("gone")).doesNotExist();
    Unlock wrong = Unlock.passphrase("some other passphrase"::toCharArray);
    assertThatThrownBy(() -> Vault.restore(backup, file("v"), List.of(wrong), ADMIN, options()))
        .isInstanceOf(VaultException.KeyUnavailable.class);
    assertThatThrownBy(
            () ->
                Vault.restore(
                    backup,
                    file("v"),
                    List.of(place.unlock),
                    Actor.of("dr.lea", "physician"),
                    options()))
        .isInstanceOf(VaultException.AccessDenied.class);
    assertThat(folder.resolve("v")).doesNotExist();
  }

  /** A backup cut off between its manifest and its name is made again; another's manifest stays. */
  @Test
  void manifestWithoutItsFile_isTakenAwayOnlyWithThePartThatItIsOf() throws IOException {
    Path manifest = folder.resolve("monday.backup.manifest");
    String id = Vault.verifyBackup(backup, Optional.empty()).contents().id();
    Path part = folder.resolve("monday.backup." + id.substring(0, 8) + ".part");
    Files.move(backup, part);
    Path other = folder.resolve("monday.backup.00000000.part");
    Files.copy(part, other);
    place.administration().backup(backup);
    assertThat(part).doesNotExist();
    assertThat(other).exists();
    assertThat(Vault.verifyBackup(backup, Optional.empty()).contents().id()).isNotEqualTo(id);
    Files.delete(backup);
    assertThatThrownBy(() -> place.administration().backup(backup))
        .isInstanceOf(VaultException.Refused.class);
    assertThat(manifest).exists();
  }

  /** Who can write to the folder makes nobody's files go. */
  @Test
  void linkWhereTheVaultIsMadeReady_refusedAndWhatItPointsToStays() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("mine"));
    Files.write(mine.resolve("vault"), new byte[] {1});
    String target = file("v");
    Path place = folder.resolve(".restoring-" + sha256(target).substring(0, 16));
    Files.createSymbolicLink(place, mine);
    assertThatThrownBy(() -> restore(target, options()))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("look who made");
    assertThat(mine.resolve("vault")).exists();
    Files.delete(place);
    Files.createDirectory(place);
    Files.write(place.resolve("vault"), new byte[] {1});
    assertThat(restore(target, options()).erased()).isZero();
    assertThat(place).doesNotExist();
  }

  private static String sha256(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  @Test
  void registerWithAGap_orOfAnotherVault_refused() throws IOException {
    place.erase(place.anna);
    place.erase(place.bert);
    List<Path> certificates;
    try (Stream<Path> all = Files.walk(place.register)) {
      certificates = all.filter(Files::isRegularFile).sorted().toList();
    }
    byte[] first = Files.readAllBytes(certificates.get(0));
    Files.delete(certificates.get(0));
    assertThatThrownBy(() -> restore(file("v"), options()))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("lacks certificate 1");
    first[first.length - 10] ^= 1;
    Files.write(certificates.get(0), first);
    assertThatThrownBy(() -> restore(file("v"), options())).isInstanceOf(VaultException.class);
    assertThat(folder.resolve("v")).doesNotExist();
    RestoreReport report =
        restore(
            file("v"), RestoreOptions.withoutRegister("register burnt").withVault(place.options()));
    assertThat(report.erased()).isZero();
  }
}

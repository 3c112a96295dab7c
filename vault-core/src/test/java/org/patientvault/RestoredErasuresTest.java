package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.ErasureGround;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** A backup knows nothing of what was decided since: nobody is erased by what it still says. */
@Tag("once")
@OnBothStores
class RestoredErasuresTest {
  @TempDir Path folder;
  private ErasurePlace place;
  private Path backup;

  @BeforeEach
  void aBackupWithAnErasureAskedFor(TestDatabase database) {
    place = ErasurePlace.in(database, folder);
    place.erasures().ask(place.anna, ErasureGround.REQUEST, "letter");
    takeBackup("monday");
  }

  @AfterEach
  void close() {
    place.close();
  }

  private void takeBackup(String name) {
    backup = folder.resolve(name);
    place.administration().backup(backup);
  }

  private RestoreReport restore(Path register) {
    return Vault.restore(
        backup,
        folder.resolve("restored").toString(),
        List.of(place.unlock),
        ErasurePlace.ADMIN,
        RestoreOptions.of("the disk failed", register).withVault(place.options()));
  }

  private Vault open() {
    return Vault.open(
        folder.resolve("restored").toString(), List.of(place.unlock), place.options());
  }

  private void assertAnnaStays() {
    place.clock.pass(Duration.ofDays(30));
    try (Vault vault = open()) {
      Erasures erasures = vault.administration(ErasurePlace.ADMIN).erasures();
      assertThat(erasures.eraseDue()).isEmpty();
      assertThatThrownBy(() -> erasures.erase(place.anna))
          .isInstanceOf(VaultException.NotFound.class)
          .hasMessageContaining("ask first");
      assertThat(
              vault
                  .as(ErasurePlace.PHYSICIAN, Purpose.TREAT)
                  .read(ErasurePlace.pressure(place.anna))
                  .fields())
          .isNotEmpty();
      erasures.ask(place.anna, ErasureGround.REQUEST, "still the same letter");
      assertThat(erasures.pending()).hasSize(1);
      Path bundle = folder.resolve("bundle");
      vault.auditTrail(StoredLog.AUDITOR).export(bundle);
      assertThat(BundleVerifier.verify(bundle, place.publicKeys(), Optional.empty()).lines())
          .noneMatch(line -> line.startsWith("ONE PERSON") || line.startsWith("TAMPERED"));
    }
    assertThat(Vault.verifyRecords(folder.resolve("restored").toString(), place.unlock).findings())
        .isEmpty();
  }

  @Test
  void takenBackSinceTheBackup_isNotDoneByTheVaultThatIsPutBack() {
    place.erasures().cancel(place.anna, "she stays");
    assertThat(restore(place.register).takenBack()).isEqualTo(1);
    assertAnnaStays();
  }

  @Test
  void heldSinceTheBackup_isNotErasedByTheVaultThatIsPutBack() {
    place.erasures().hold(place.anna, "court");
    assertThat(restore(place.register).takenBack()).isEqualTo(1);
    assertAnnaStays();
  }

  /** Its disk was not mounted, say: a folder is there all the same. */
  @Test
  void registerThatKnowsLessThanTheBackup_isAnotherOne() throws IOException {
    place.clock.pass(Duration.ofDays(7));
    place.erasures().erase(place.anna);
    takeBackup("tuesday");
    place.erase(place.bert);
    Path empty = Files.createDirectory(folder.resolve("not-mounted"));
    assertThatThrownBy(() -> restore(empty))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("register");
    Files.createDirectory(empty.resolve(vaultFolder().getFileName()));
    assertThatThrownBy(() -> restore(empty)).isInstanceOf(VaultException.Refused.class);
    assertThat(folder.resolve("restored")).doesNotExist();
    assertThat(restore(place.register).erased()).isEqualTo(1);
  }

  /** Whoever can write to the database takes the number of the next erasure before a backup. */
  @Test
  void tombstoneThatWasAddedBeforeTheBackup_bringsNobodyBack() throws Exception {
    sql(
        "INSERT INTO tombstone SELECT value, 1, value, 2026, 1 FROM vault_meta WHERE name ="
            + " 'vault-id'");
    sql(
        "INSERT INTO tombstone SELECT patient, 99, patient, 2026, 1 FROM record_revision GROUP BY"
            + " patient HAVING COUNT(*) = 1");
    takeBackup("tuesday");
    sql("DELETE FROM tombstone");
    place.clock.pass(Duration.ofDays(7));
    place.erasures().erase(place.anna);
    place.erase(place.bert);
    assertThat(restore(place.register).erased()).isEqualTo(2);
    try (Vault vault = open()) {
      for (PatientRef patient : List.of(place.anna, place.bert)) {
        assertThatThrownBy(
                () ->
                    vault
                        .as(ErasurePlace.PHYSICIAN, Purpose.TREAT)
                        .read(ErasurePlace.pressure(patient)))
            .isInstanceOf(VaultException.Erased.class);
      }
    }
    assertThat(Vault.verifyRecords(folder.resolve("restored").toString(), place.unlock).findings())
        .singleElement()
        .asString()
        .contains("TOMBSTONE ADDED");
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = place.database.connect()) {
      TestDatabase.execute(connection, statement);
    }
  }

  private Path vaultFolder() throws IOException {
    try (Stream<Path> all = Files.list(place.register)) {
      return all.findFirst().orElseThrow();
    }
  }

  /** Else it is found on the day of a restore, when nobody can make it again. */
  @Test
  void certificateThatWasChanged_isMissedAndMadeAgain() throws IOException {
    place.clock.pass(Duration.ofDays(7));
    Path file = place.erasures().file(place.erasures().erase(place.anna));
    byte[] whole = Files.readAllBytes(file);
    for (int at : new int[] {0, 40, 90, 200, whole.length - 10}) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      if (at < 300) {
        assertThat(place.erasures().missingCertificates()).as("byte " + at).isEqualTo(1);
      }
      assertThat(place.erasures().writeCertificates()).as("byte " + at).isEqualTo(1);
    }
    Files.write(file, new byte[0]);
    assertThat(place.erasures().missingCertificates()).isEqualTo(1);
    assertThat(place.erasures().writeCertificates()).isEqualTo(1);
    assertThat(place.erasures().missingCertificates()).isZero();
    assertThat(restore(place.register).erased()).isEqualTo(1);
  }
}

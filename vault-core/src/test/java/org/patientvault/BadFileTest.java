package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.QuickPassphrase;

/** P8 and P10 for a file of SQLite: what is no vault is left alone; what is full loses nothing. */
@Tag("once")
class BadFileTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);

  @TempDir Path folder;

  @Test
  void open_foreignDatabase_isRefusedAndItsBytesAreLeftAsTheyWere() throws Exception {
    Path file = folder.resolve("foreign.db");
    sql(file, "CREATE TABLE accounts (id INTEGER)");
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> Vault.open(file, PASSPHRASE))
        .isInstanceOf(VaultException.UnsupportedFormat.class)
        .hasMessageContaining("no vault");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void open_newerLayout_isRefusedAndOpensAgainAfterwards() throws Exception {
    Path file = vault();
    sql(file, "PRAGMA user_version = 2");
    assertThatThrownBy(() -> Vault.open(file, PASSPHRASE))
        .isInstanceOf(VaultException.UnsupportedFormat.class)
        .hasMessageContaining("newer patientvault");
    sql(file, "PRAGMA user_version = 1");
    assertThat(Vault.verifyRecords(file.toString(), PASSPHRASE).findings()).isEmpty();
  }

  @Test
  void open_textFile_isNoVault() throws Exception {
    Path file = Files.writeString(folder.resolve("letter.txt"), "Dear patient,\n".repeat(500));
    assertThatThrownBy(() -> Vault.open(file, PASSPHRASE))
        .isInstanceOf(VaultException.StorageFailed.class)
        .hasMessageContaining("no vault");
    assertThat(Files.readString(file, StandardCharsets.UTF_8)).startsWith("Dear patient");
  }

  @Test
  void open_folderOrEmptyFile_isStorageFailed() throws Exception {
    assertThatThrownBy(() -> Vault.open(folder, PASSPHRASE))
        .isInstanceOf(VaultException.StorageFailed.class);
    Path empty = Files.createFile(folder.resolve("empty.vault"));
    assertThatThrownBy(() -> Vault.open(empty, PASSPHRASE))
        .isInstanceOf(VaultException.StorageFailed.class)
        .hasMessageContaining("no vault");
    assertThat(empty).isEmptyFile();
  }

  @Test
  void open_cutShortAtAnyLength_isAKnownErrorOrAFinding() throws Exception {
    byte[] whole = Files.readAllBytes(vault());
    Random random = new Random(20_261_125);
    for (int i = 0; i < 40; i++) {
      Path cut = folder.resolve("cut-" + i);
      Files.write(cut, java.util.Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1)));
      assertThat(isFoundOut(cut)).as("cut at %d bytes", Files.size(cut)).isTrue();
    }
  }

  private static boolean isFoundOut(Path file) {
    try {
      return !Vault.verifyRecords(file.toString(), PASSPHRASE).findings().isEmpty();
    } catch (VaultException e) {
      return e.getMessage() != null;
    }
  }

  @Test
  void create_onAFullDatabase_losesNothingAcknowledged() throws Exception {
    Path file = vault();
    long pages = number(file, "PRAGMA page_count");
    int written;
    PatientRef patient;
    Vault full = Vault.open("jdbc:sqlite:" + file + "?max_page_count=" + (pages + 40), PASSPHRASE);
    Session session = physician(full);
    patient = session.admit(new PatientIdentifier("urn:mrn", "full"));
    written = writeUntilRefused(session, patient);
    closeWithoutRoom(full);
    try (Vault roomy = Vault.open(file, PASSPHRASE)) {
      assertThat(written).isPositive();
      assertThat(physician(roomy).records(patient)).hasSize(written);
    }
    assertThat(Vault.verifyRecords(file.toString(), PASSPHRASE).findings()).isEmpty();
  }

  /** The last signature may find no room either; it is made when the vault is opened again. */
  private static void closeWithoutRoom(Vault full) {
    try {
      full.close();
    } catch (VaultException.StorageFailed e) {
      assertThat(e).hasMessageContaining("full").hasMessageContaining("make room");
    }
  }

  private static int writeUntilRefused(Session session, PatientRef patient) {
    for (int i = 0; ; i++) {
      RecordKey key = RecordKey.of(patient, "Observation", "bp-" + i);
      Map<String, FieldValue> fields = Map.of("valueString", FieldValue.text("x".repeat(3_000)));
      try {
        session.create(key, fields);
      } catch (VaultException.AuditUnavailable e) {
        assertThat(e).hasMessageContaining("full").hasMessageContaining("make room");
        return i;
      }
    }
  }

  private Path vault() throws IOException {
    Path file = folder.resolve("a.vault");
    try (Vault vault = Vault.create(file, PASSPHRASE)) {
      physician(vault).admit(new PatientIdentifier("urn:mrn", "1"));
    }
    return file;
  }

  private static Session physician(Vault vault) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }

  private static void sql(Path file, String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement running = connection.createStatement()) {
      running.execute(statement);
    }
  }

  private static long number(Path file, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement running = connection.createStatement();
        ResultSet rows = running.executeQuery(query)) {
      return rows.getLong(1);
    }
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.internal.crypto.PatientKeyBytes;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.model.Actor;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.SqliteDatabase;
import org.patientvault.stores.TestDatabase;

/**
 * After an erasure, the bytes of the patient's keys, records and index rows are in no file of the
 * database and in no backup made since.
 */
@Tag("once")
@OnBothStores
class ErasedBytesTest {
  private static final List<String> TABLES =
      List.of("patient_key", "patient_index", "record_index", "record_revision");

  @TempDir Path folder;
  private ErasurePlace place;
  private Vault other;

  @BeforeEach
  void twoPatientsOnTwoNodes(TestDatabase database) {
    place = ErasurePlace.in(database, folder);
    other = Vault.open(database.location(), List.of(place.unlock), place.options().withNode("b"));
  }

  @AfterEach
  void close() {
    other.close();
    place.close();
  }

  @Test
  void erased_noRunOfSixteenBytesIsLeft() throws Exception {
    List<byte[]> secrets = new ArrayList<>(secretsOf(place.anna));
    place.administration().keys().rotate(KeyLevel.PATIENTS, JobOptions.defaults());
    secrets.addAll(secretsOf(place.anna));
    ByteSearch search = ByteSearch.of(secrets, secretsOf(place.bert));
    assertThat(readOnTheOtherNode()).isEqualTo("125/85");
    settle();
    assertThat(foundInFiles(search)).as("a control").isGreaterThan(search.runs() / 2);

    EraseCertificate certificate = place.erase(place.anna);
    settle();
    assertThat(foundInFiles(search)).isZero();
    Path backup = Files.createDirectory(folder.resolve("backups")).resolve("after.vault");
    place.administration().backup(backup);
    assertThat(search.foundUnder(backup.getParent(), file -> true)).isZero();
    assertThat(certificate.verify(place.publicKeys()).told().left().elsewhere())
        .contains("file-system")
        .matches(all -> all.contains("wal-archive") == isOnServer());
    assertThat(place.findings()).isEmpty();
  }

  /** A reader that looks at an older state keeps it in the write-ahead log: that is said. */
  @Test
  void readerInTheWay_erasedAndToldThatBytesAreLeft() throws Exception {
    if (isOnServer()) {
      assertThat(place.erasures().scrub()).isTrue();
      return;
    }
    ByteSearch search = ByteSearch.of(secretsOf(place.anna), secretsOf(place.bert));
    try (Connection reader = place.database.connect()) {
      reader.setAutoCommit(false);
      TestDatabase.execute(reader, "SELECT count(*) FROM patient_key");
      place.erase(place.anna);
      assertThat(place.erasures().scrub()).isFalse();
      reader.rollback();
    }
    assertThat(place.erasures().scrub()).isTrue();
    assertThat(foundInFiles(search)).isZero();
    assertThat(place.erasures().missingCertificates()).isZero();
  }

  private String readOnTheOtherNode() {
    return other
        .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
        .read(ErasurePlace.pressure(place.anna))
        .get("valueString")
        .asText();
  }

  private boolean isOnServer() {
    return place.database instanceof PostgresDatabase;
  }

  /** Keys, wrapped and not, what they seal, and what leads there. */
  private List<byte[]> secretsOf(PatientRef patient) throws SQLException {
    List<byte[]> secrets = new ArrayList<>();
    Engine engine = place.vault.engine();
    for (KeyRow key : engine.store.read(rows -> rows.patientKeys(patient))) {
      secrets.add(key.wrapped().toArray());
      secrets.add(
          PatientKeyBytes.of(
              engine.keys.patientWrap().unwrap(patient, key.version(), key.wrapped())));
    }
    secrets.addAll(blobs("SELECT body FROM record_revision WHERE patient = ?", patient));
    secrets.addAll(blobs("SELECT sealed FROM record_index WHERE patient = ?", patient));
    engine.store.read(
        rows -> {
          rows.streamPatientIndex(
              row -> {
                if (engine.patients.target(row).patient().equals(patient)) {
                  secrets.add(row.sealed().toArray());
                }
              });
          return true;
        });
    return secrets;
  }

  private List<byte[]> blobs(String query, PatientRef patient) throws SQLException {
    List<byte[]> found = new ArrayList<>();
    try (Connection connection = place.database.connect();
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setBytes(1, patient.value().toArray());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getBytes(1));
        }
      }
    }
    return found;
  }

  /**
   * What docs/erasing-a-patient.md has an administrator do on a server. Samples of a table's values
   * are in the server's statistics.
   */
  private void settle() throws SQLException {
    if (place.database instanceof PostgresDatabase database) {
      try (Connection owner = database.server().connectAsSuperuser(database.name())) {
        for (String table : TABLES) {
          TestDatabase.execute(owner, "VACUUM (FULL, ANALYZE) patientvault." + table);
        }
        TestDatabase.execute(owner, "VACUUM FULL pg_catalog.pg_statistic");
        TestDatabase.execute(owner, "CHECKPOINT");
      }
    }
  }

  private int foundInFiles(ByteSearch search) throws IOException {
    if (place.database instanceof PostgresDatabase database) {
      Path data = database.server().cluster().dataFolder();
      return search.foundUnder(data, file -> !file.startsWith(data.resolve("pg_wal")));
    }
    Path file = ((SqliteDatabase) place.database).file();
    String name = String.valueOf(file.getFileName());
    return search.foundUnder(
        file.toAbsolutePath().getParent(),
        each -> String.valueOf(each.getFileName()).startsWith(name));
  }
}

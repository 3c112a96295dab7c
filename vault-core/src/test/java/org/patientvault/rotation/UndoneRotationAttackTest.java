package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.JobOptions;
import org.patientvault.JobStatus;
import org.patientvault.KeyCensus;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P3 and P5: who edits rows takes a rotation back for one patient, or puts jobs in its way. */
@Tag("once")
@OnBothStores
class UndoneRotationAttackTest {
  /** One who has records. */
  private static final String ONE =
      " WHERE patient = (SELECT patient FROM kept ORDER BY patient LIMIT 1)";

  private Clinic clinic;

  @BeforeEach
  void aClinic(TestDatabase fresh, @TempDir Path folder) throws SQLException {
    clinic = Clinic.with(2, fresh, folder);
    attack(
        "CREATE TABLE kept_key AS SELECT * FROM patient_key",
        "CREATE TABLE kept AS SELECT * FROM record_revision");
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  private void attack(String... statements) throws SQLException {
    try (Connection connection = clinic.database.connect()) {
      for (String statement : statements) {
        TestDatabase.execute(connection, statement);
      }
    }
  }

  private JobStatus rotated(KeyLevel level) {
    return clinic.keys().rotate(level, JobOptions.defaults());
  }

  @Test
  void patientPutBackUnderTheOldKey_isFound() throws SQLException {
    rotated(KeyLevel.PATIENTS);
    attack(
        "DELETE FROM patient_key" + ONE,
        "INSERT INTO patient_key SELECT * FROM kept_key" + ONE,
        "DELETE FROM record_revision" + ONE,
        "INSERT INTO record_revision SELECT * FROM kept" + ONE);
    assertThat(clinic.findings()).anyMatch(each -> each.startsWith("DELETED key rows"));
  }

  @Test
  void newKeysOfEverybodyDeleted_areFound() throws SQLException {
    rotated(KeyLevel.PATIENTS);
    attack(
        "DELETE FROM patient_key",
        "INSERT INTO patient_key SELECT * FROM kept_key",
        "DELETE FROM record_revision",
        "INSERT INTO record_revision SELECT * FROM kept");
    assertThat(clinic.findings()).anyMatch(each -> each.startsWith("DELETED key"));
  }

  @Test
  void rowPutBackBesideAJobMadeUp_isFound() throws SQLException {
    rotated(KeyLevel.PATIENTS);
    attack(
        "DELETE FROM record_revision" + ONE,
        "INSERT INTO record_revision SELECT * FROM kept" + ONE,
        "UPDATE job SET phase = 'rework'");
    assertThat(clinic.findings()).anyMatch(each -> each.startsWith("ROWS PUT BACK"));
  }

  @Test
  void jobOfALevelThatThereIsNot_standsInNobodysWay() throws SQLException {
    clinic.keys().stage(KeyLevel.PATIENT_WRAP, JobOptions.defaults());
    attack("UPDATE job SET kind = 'nothing'");
    assertThat(clinic.keys().jobs()).isEmpty();
    assertThatThrownBy(() -> clinic.keys().resume("", JobOptions.defaults()))
        .isInstanceOf(VaultException.NotFound.class);
    assertThat(rotated(KeyLevel.PATIENT_WRAP).proven()).isTrue();
    assertThat(clinic.findings()).isEmpty();
  }

  @Test
  void jobWithAShortId_isNamedAndGivenUp() throws SQLException {
    clinic.keys().stage(KeyLevel.PATIENT_WRAP, JobOptions.defaults());
    shorten();
    assertThatThrownBy(() -> rotated(KeyLevel.PATIENT_WRAP))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("the job 02 ");
    clinic.keys().cancel("02");
    assertThat(rotated(KeyLevel.PATIENT_WRAP).proven()).isTrue();
  }

  private void shorten() throws SQLException {
    try (Connection connection = clinic.database.connect();
        PreparedStatement update = connection.prepareStatement("UPDATE job SET id = ?")) {
      update.setBytes(1, new byte[] {2});
      update.executeUpdate();
    }
  }

  @Test
  void placeOfTheBeginningEdited_isRefusedAndBegunAgain() throws SQLException {
    clinic.keys().stage(KeyLevel.PATIENTS, JobOptions.defaults());
    attack("UPDATE job SET log_idx = 0");
    refusedAndBegunAgain();
  }

  @Test
  void phaseEdited_isRefusedAndBegunAgain() throws SQLException {
    clinic.keys().stage(KeyLevel.PATIENTS, JobOptions.defaults());
    attack("UPDATE job SET phase = 'nothing'");
    refusedAndBegunAgain();
  }

  @Test
  void positionEdited_isRefusedAndBegunAgain() throws SQLException {
    clinic.keys().stage(KeyLevel.PATIENTS, JobOptions.defaults());
    try (Connection connection = clinic.database.connect();
        PreparedStatement update = connection.prepareStatement("UPDATE job SET position = ?")) {
      update.setBytes(1, new byte[] {2});
      update.executeUpdate();
    }
    refusedAndBegunAgain();
  }

  private void refusedAndBegunAgain() {
    assertThatThrownBy(() -> clinic.keys().resume("", JobOptions.defaults()))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("patientvault job cancel");
    clinic.keys().cancel("");
    assertThat(rotated(KeyLevel.PATIENTS).proven()).isTrue();
    assertThat(clinic.keys().census().underOlderKeys(KeyLevel.PATIENTS)).isZero();
    assertThat(clinic.findings()).isEmpty();
  }

  @Test
  void stagedKeyOfAJobThatSaysItIsUsed_isUsed() throws SQLException {
    clinic.keys().stage(KeyLevel.PATIENT_WRAP, JobOptions.defaults());
    attack("UPDATE job SET phase = 'rework'");
    assertThat(clinic.keys().resume("", JobOptions.defaults()).proven()).isTrue();
    assertThat(clinic.keys().census().counts())
        .contains(new KeyCensus.Count(KeyLevel.PATIENT_WRAP, 2, KeyCensus.State.ACTIVE, 2 + 1));
  }

  @Test
  void rowsThatSayTheyAreUnderTheNewKey_areNotBelieved() throws SQLException {
    clinic.keys().stage(KeyLevel.PATIENTS, JobOptions.defaults());
    attack("UPDATE record_revision SET key_version = 2" + ONE);
    assertThatThrownBy(() -> clinic.keys().resume("", JobOptions.defaults()))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("audit verify --records");
    assertThat(clinic.findings()).isNotEmpty();
  }

  @Test
  void nodeSeenInTheFuture_holdsNobodyUp() throws SQLException {
    attack("INSERT INTO node VALUES ('ghost', 7, 0, 0, 9007199254740991, 0, 0)");
    assertThat(rotated(KeyLevel.PATIENT_WRAP).proven()).isTrue();
  }
}

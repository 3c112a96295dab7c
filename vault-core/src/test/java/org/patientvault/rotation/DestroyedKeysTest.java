package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.DestroyedKey;
import org.patientvault.JobOptions;
import org.patientvault.KeyCensus;
import org.patientvault.Vault;
import org.patientvault.model.Actor;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P5: a key that nothing needs any more is destroyed, and no other one; the log stays checked. */
@Tag("once")
@OnBothStores
class DestroyedKeysTest {
  @TempDir Path folder;
  private Clinic clinic;

  @BeforeEach
  void aClinic(TestDatabase fresh) {
    clinic = Clinic.with(3, fresh, folder);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  private void rotate(KeyLevel level) {
    assertThat(clinic.keys().rotate(level, JobOptions.defaults()).proven()).isTrue();
  }

  private void assertRefused(KeyLevel level, int key, String... why) {
    assertThatThrownBy(() -> clinic.keys().destroy(level, key))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContainingAll(why);
  }

  private List<KeyCensus.Count> counted(KeyLevel level) {
    return clinic.keys().census().counts().stream().filter(each -> each.level() == level).toList();
  }

  private int execute(String statement, Object... arguments) throws SQLException {
    try (Connection connection = clinic.database.connect();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < arguments.length; i++) {
        prepared.setObject(i + 1, arguments[i]);
      }
      return prepared.executeUpdate();
    }
  }

  private byte[] wrapped(int version) throws SQLException {
    try (Connection connection = clinic.database.connect();
        PreparedStatement prepared =
            connection.prepareStatement(
                "SELECT wrapped FROM patient_key WHERE patient = ? AND version = " + version)) {
      prepared.setBytes(1, clinic.patients.get(0).value().toArray());
      try (ResultSet row = prepared.executeQuery()) {
        assertThat(row.next()).isTrue();
        return row.getBytes(1);
      }
    }
  }

  @Test
  void keyOfAKeyset_goesWhenNoBackupHoldsItAnyMore_andEverybodyGoesOn() {
    List<String> before = clinic.values(clinic.vault);
    assertRefused(KeyLevel.PATIENT_WRAP, 1, "still protects 4");
    try (Vault other = clinic.node("other")) {
      clinic
          .vault
          .administration(Actor.of("kim", "admin"))
          .backups()
          .make(folder.resolve("copy.vault"));
      rotate(KeyLevel.PATIENT_WRAP);
      String backup = clinic.keys().backups().get(0).id();
      assertRefused(KeyLevel.PATIENT_WRAP, 1, "1 backup holds it", backup, "backup destroyed ID");
      assertRefused(KeyLevel.PATIENT_WRAP, 2, "still protects");
      clinic.vault.administration(Actor.of("kim", "admin")).backups().destroyed(backup);
      assertThat(clinic.keys().destroy(KeyLevel.PATIENT_WRAP, 1))
          .isEqualTo(new DestroyedKey(KeyLevel.PATIENT_WRAP, 1, 1, true));
      assertThat(clinic.values(other)).isEqualTo(before);
      Clinic.physician(other).admit(new PatientIdentifier("urn:mrn", "later"));
    }
    assertThat(counted(KeyLevel.PATIENT_WRAP))
        .containsExactly(
            new KeyCensus.Count(KeyLevel.PATIENT_WRAP, 2, KeyCensus.State.ACTIVE, 3 + 1 + 1));
    assertThatThrownBy(() -> clinic.keys().destroy(KeyLevel.PATIENT_WRAP, 1))
        .isInstanceOf(VaultException.NotFound.class);
    rotate(KeyLevel.PATIENT_WRAP);
    assertThat(counted(KeyLevel.PATIENT_WRAP)).extracting(KeyCensus.Count::key).contains(2, 3);
    try (Vault opened = clinic.node("opened")) {
      assertThat(clinic.values(opened)).isEqualTo(before);
    }
    assertThat(clinic.findings()).isEmpty();
  }

  @Test
  void everyLevelButTheRoot_canLoseItsOlderKey() {
    for (KeyLevel level :
        List.of(
            KeyLevel.DETAIL_WRAP,
            KeyLevel.INDEX_SEAL,
            KeyLevel.INDEX_PATIENT,
            KeyLevel.INDEX_RECORD,
            KeyLevel.STATE_MAC)) {
      rotate(level);
      assertThat(clinic.keys().destroy(level, 1).keys()).isEqualTo(1);
      assertThat(counted(level)).singleElement().matches(each -> each.key() == 2);
    }
    assertRefused(KeyLevel.ROOT, 1, "still protects");
    try (Vault opened = clinic.node("opened")) {
      assertThat(clinic.values(opened)).isEqualTo(clinic.values(clinic.vault));
      assertThat(Clinic.physician(opened).find(new PatientIdentifier("urn:mrn", "m1")))
          .contains(clinic.patients.get(1));
    }
    assertThat(clinic.findings()).isEmpty();
  }

  @Test
  void patientsKeys_goAndTheirRowsStay_soThatTheLogIsCheckedAsBefore() throws SQLException {
    List<String> before = clinic.values(clinic.vault);
    assertRefused(KeyLevel.PATIENTS, 1, "is in use");
    rotate(KeyLevel.PATIENTS);
    Clinic.physician(clinic.vault).admit(new PatientIdentifier("urn:mrn", "later"));
    assertThat(clinic.keys().destroy(KeyLevel.PATIENTS, 1))
        .isEqualTo(new DestroyedKey(KeyLevel.PATIENTS, 1, 3 + 1, true));
    assertThat(wrapped(1)).isEmpty();
    assertThat(wrapped(2)).isNotEmpty();
    assertThat(counted(KeyLevel.PATIENTS))
        .contains(new KeyCensus.Count(KeyLevel.PATIENTS, 1, KeyCensus.State.DESTROYED, 0));
    assertRefused(KeyLevel.PATIENTS, 1, "was destroyed before");
    rotate(KeyLevel.PATIENT_WRAP);
    rotate(KeyLevel.PATIENTS);
    try (Vault opened = clinic.node("opened")) {
      assertThat(clinic.values(opened)).isEqualTo(before);
    }
    assertThat(clinic.findings()).isEmpty();
  }

  @Test
  void editedRowsOfDestroyedKeys_areFound() throws SQLException {
    byte[] kept = wrapped(1);
    byte[] patient = clinic.patients.get(0).value().toArray();
    rotate(KeyLevel.PATIENTS);
    execute(
        "UPDATE patient_key SET state = 5, wrapped = ? WHERE patient = ? AND version = 1",
        new byte[0],
        patient);
    assertThat(clinic.findings()).hasSize(2).allMatch(each -> each.startsWith("KEY CHANGED"));
    execute(
        "UPDATE patient_key SET state = 3, wrapped = ? WHERE patient = ? AND version = 1",
        kept,
        patient);
    clinic.keys().destroy(KeyLevel.PATIENTS, 1);
    assertThat(clinic.findings()).isEmpty();
    execute("UPDATE patient_key SET wrapped = ? WHERE patient = ? AND version = 1", kept, patient);
    assertThat(clinic.findings())
        .singleElement()
        .asString()
        .contains("in the place of a destroyed");
    execute("UPDATE patient_key SET state = 3 WHERE patient = ? AND version = 1", patient);
    assertThat(clinic.findings()).singleElement().asString().contains("(state=3, destroyed)");
    execute(
        "UPDATE patient_key SET state = 5, wrapped = ?, commitment = ? WHERE patient = ? AND"
            + " version = 1",
        new byte[0],
        new byte[32],
        patient);
    assertThat(clinic.findings()).isNotEmpty();
  }

  @Test
  void nothingGoes_whileAJobHasNotEnded() {
    rotate(KeyLevel.PATIENT_WRAP);
    clinic.keys().stage(KeyLevel.INDEX_SEAL, JobOptions.defaults());
    assertRefused(KeyLevel.PATIENT_WRAP, 1, "has not ended");
    assertRefused(KeyLevel.INDEX_SEAL, 2, "is in use, or will be");
    clinic.keys().resume("", JobOptions.defaults());
    clinic.keys().destroy(KeyLevel.PATIENT_WRAP, 1);
    assertThat(clinic.findings()).isEmpty();
  }
}

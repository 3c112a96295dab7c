package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException.Erased;
import org.patientvault.model.VaultException.NotFound;
import org.patientvault.model.VaultException.Tampered;

/** A revision that was never written, one whose row is gone, and an erased patient are three. */
class MissingRevisionTest {
  @TempDir Path folder;
  private Vault vault;
  private Session physician;
  private PatientRef patient;
  private RecordKey key;

  @BeforeEach
  void aRecordOfThreeRevisions() {
    vault =
        Vault.create(
            folder.resolve("a.vault"), Unlock.passphrase("correct horse battery"::toCharArray));
    physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    patient = physician.admit(new PatientIdentifier("urn:mrn", "1"));
    key = RecordKey.of(patient, "Observation", "bp");
    physician.create(key, Map.of("valueString", FieldValue.text("1")));
    physician.update(key, 1, Map.of("valueString", FieldValue.text("2")));
    physician.update(key, 2, Map.of("valueString", FieldValue.text("3")));
    physician.read(key);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private void attack(String... statements) throws SQLException {
    try (AttackedFile file = AttackedFile.of(folder.resolve("a.vault"))) {
      for (String each : statements) {
        file.execute(each);
      }
    }
  }

  @Test
  void revisionThatWasNeverWritten_isNotFound() {
    assertThatThrownBy(() -> physician.readRevision(key, 4)).isInstanceOf(NotFound.class);
  }

  @Test
  void revisionWhoseRowIsGone_isTampered() throws SQLException {
    attack("DELETE FROM record_revision WHERE revision = 2");
    assertThatThrownBy(() -> physician.readRevision(key, 2))
        .isInstanceOf(Tampered.class)
        .hasMessageContaining("revision 2");
    assertThatThrownBy(() -> physician.history(key)).isInstanceOf(Tampered.class);
    assertThat(physician.readRevision(key, 1).get("valueString").asText()).isEqualTo("1");
  }

  @Test
  void recordWhoseRowsAreAllGone_isTampered() throws SQLException {
    attack("DELETE FROM record_revision");
    assertThatThrownBy(() -> physician.readRevision(key, 1)).isInstanceOf(Tampered.class);
    assertThatThrownBy(() -> physician.history(key)).isInstanceOf(Tampered.class);
  }

  @Test
  void erasedPatient_isErasedInEveryList() throws SQLException {
    attack(
        "DELETE FROM record_revision",
        "DELETE FROM record_index",
        "DELETE FROM patient_index",
        "DELETE FROM patient_key WHERE patient = x'" + patient.value().hex() + "'",
        "INSERT INTO tombstone VALUES (x'" + patient.value().hex() + "', 2026, 5)");
    assertThatThrownBy(() -> physician.read(key)).isInstanceOf(Erased.class);
    assertThatThrownBy(() -> physician.readRevision(key, 1)).isInstanceOf(Erased.class);
    assertThatThrownBy(() -> physician.history(key)).isInstanceOf(Erased.class);
    assertThatThrownBy(() -> physician.records(patient)).isInstanceOf(Erased.class);
  }
}

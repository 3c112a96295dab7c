package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
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

/** P3 on a real file: a database administrator edits rows, and the check names them. */
class RecordAttacksTest {
  private static final Unlock PASSPHRASE = Unlock.passphrase("correct horse battery"::toCharArray);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void vaultWithTwoPatientsAndThreeRevisions() {
    file = folder.resolve("attacked.vault");
    try (Vault vault = Vault.create(file, PASSPHRASE)) {
      Session session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      for (String mrn : new String[] {"1", "2"}) {
        PatientRef patient = session.admit(new PatientIdentifier("urn:mrn", mrn));
        RecordKey key = RecordKey.of(patient, "Observation", "bp");
        session.create(
            key,
            Map.of("status", FieldValue.text("final"), "valueString", FieldValue.text("120/80")));
        session.update(key, 1, Map.of("valueString", FieldValue.text("130/90")));
      }
    }
  }

  @Test
  void untouchedVault_hasNoFinding() {
    RecordsReport report = Vault.verifyRecords(file.toString(), PASSPHRASE);
    assertThat(report.findings()).isEmpty();
    assertThat(report.rows()).isGreaterThan(8);
  }

  @Test
  void changedBody_isNamed() throws SQLException {
    attack(
        "UPDATE record_revision SET body = CAST(substr(body, 1, length(body) - 1) || x'00' AS BLOB)"
            + " WHERE revision = 2");
    assertFinding("ROW CHANGED record=");
  }

  @Test
  void newestRevisionDeleted_isRolledBack() throws SQLException {
    attack("DELETE FROM record_revision WHERE revision = 2");
    assertFinding("ROLLED BACK record=");
  }

  @Test
  void wholeRecordDeleted_isNamed() throws SQLException {
    attack(
        "DELETE FROM record_revision WHERE patient = (SELECT min(patient) FROM record_revision)");
    assertFinding("DELETED record=");
  }

  @Test
  void oldBodyPutIntoNewRevision_isNamed() throws SQLException {
    attack(
        """
        UPDATE record_revision SET body = (SELECT o.body FROM record_revision o
          WHERE o.patient = record_revision.patient AND o.record = record_revision.record AND o.revision = 1) WHERE revision = 2\
        """);
    assertFinding("ROW CHANGED record=");
  }

  @Test
  void movedRecordIndexRow_isNamed() throws SQLException {
    attack("UPDATE record_index SET sealed = (SELECT max(sealed) FROM record_index)");
    assertFinding("INDEX MOVED table=record_index");
  }

  @Test
  void deletedRecordIndexRow_isNamed() throws SQLException {
    attack("DELETE FROM record_index WHERE tag = (SELECT min(tag) FROM record_index)");
    assertFinding("INDEX CHANGED table=record_index");
  }

  @Test
  void movedPatientIndexRow_isNamed() throws SQLException {
    attack("UPDATE patient_index SET sealed = (SELECT max(sealed) FROM patient_index)");
    assertFinding("INDEX MOVED table=patient_index");
  }

  @Test
  void deletedPatientIndexRow_isNamed() throws SQLException {
    attack("DELETE FROM patient_index WHERE tag = (SELECT min(tag) FROM patient_index)");
    assertFinding("KEY OR INDEX CHANGED entry=");
  }

  @Test
  void swappedPatientKeys_areNamed() throws SQLException {
    attack("UPDATE patient_key SET wrapped = (SELECT max(wrapped) FROM patient_key)");
    assertFinding("KEY CHANGED patient=");
  }

  @Test
  void editedPolicy_isNamed() throws SQLException {
    attack(
        "UPDATE config SET body = CAST(replace(CAST(body AS TEXT), 'physician', 'clerk') AS BLOB)"
            + " WHERE kind = 'policy'");
    assertFinding("POLICY CHANGED expected=");
  }

  @Test
  void editedSchema_isNamed() throws SQLException {
    attack(
        "UPDATE config SET body = CAST(CAST(body AS TEXT) || ' ' AS BLOB) WHERE kind = 'schema'");
    assertFinding("SCHEMA CHANGED expected=");
  }

  @Test
  void editedSlot_isNamed() throws SQLException {
    attack("UPDATE slot SET state = 'stale'");
    assertFinding("SLOTS CHANGED expected=");
  }

  private void assertFinding(String beginning) {
    RecordsReport report = Vault.verifyRecords(file.toString(), PASSPHRASE);
    assertThat(report.findings()).anyMatch(line -> line.startsWith(beginning));
    assertThat(report.exitCode()).isEqualTo(3);
  }

  private void attack(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.AttackedDatabase.Cell;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** P3 on real rows: a database administrator edits rows, and the check names them. */
@Tag("once")
@OnBothStores
class RecordAttacksTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);

  private TestDatabase database;

  @BeforeEach
  void vaultWithTwoPatientsAndThreeRevisions(TestDatabase fresh) {
    database = fresh;
    try (Vault vault = Vault.create(database.location(), PASSPHRASE)) {
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
    RecordsReport report = Vault.verifyRecords(database.location(), PASSPHRASE);
    assertThat(report.findings()).isEmpty();
    assertThat(report.rows()).isGreaterThan(8);
  }

  @Test
  void changedBody_isNamed() throws SQLException {
    edit("record_revision", "body", "2", RecordAttacksTest::withOtherEnd);
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
        "DELETE FROM record_revision"
            + " WHERE patient = (SELECT patient FROM record_revision ORDER BY patient LIMIT 1)");
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
    makeEqual("record_index", "sealed");
    assertFinding("INDEX MOVED table=record_index");
  }

  @Test
  void deletedRecordIndexRow_isNamed() throws SQLException {
    attack(
        "DELETE FROM record_index WHERE tag = (SELECT tag FROM record_index ORDER BY tag LIMIT 1)");
    assertFinding("INDEX CHANGED table=record_index");
  }

  @Test
  void movedPatientIndexRow_isNamed() throws SQLException {
    makeEqual("patient_index", "sealed");
    assertFinding("INDEX MOVED table=patient_index");
  }

  @Test
  void deletedPatientIndexRow_isNamed() throws SQLException {
    attack(
        "DELETE FROM patient_index WHERE tag = (SELECT tag FROM patient_index ORDER BY tag LIMIT"
            + " 1)");
    assertFinding("KEY OR INDEX CHANGED entry=");
  }

  @Test
  void swappedPatientKeys_areNamed() throws SQLException {
    makeEqual("patient_key", "wrapped");
    assertFinding("KEY CHANGED patient=");
  }

  @Test
  void editedPolicy_isNamed() throws SQLException {
    edit("config", "body", "policy", text -> replaced(text, "physician", "clerk"));
    assertFinding("POLICY CHANGED expected=");
  }

  @Test
  void editedSchema_isNamed() throws SQLException {
    edit("config", "body", "schema", text -> replaced(text, "\n", "\n\n"));
    assertFinding("SCHEMA CHANGED expected=");
  }

  @Test
  void editedSlot_isNamed() throws SQLException {
    attack("UPDATE slot SET state = 'stale'");
    assertFinding("SLOTS CHANGED expected=");
  }

  private void assertFinding(String beginning) {
    RecordsReport report = Vault.verifyRecords(database.location(), PASSPHRASE);
    assertThat(report.findings()).anyMatch(line -> line.startsWith(beginning));
    assertThat(report.exitCode()).isEqualTo(3);
  }

  private void attack(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  /** Changes the rows that have {@code key} in their primary key. */
  private void edit(String table, String column, String key, UnaryOperator<byte[]> change)
      throws SQLException {
    try (AttackedDatabase attacked = new AttackedDatabase(database)) {
      List<Cell> cells = attacked.cells(table, column);
      List<Cell> chosen =
          cells.stream()
              .filter(each -> each.row().stream().map(String::valueOf).anyMatch(key::equals))
              .toList();
      assertThat(chosen).isNotEmpty();
      for (Cell each : chosen) {
        attacked.put(each, change.apply(each.value()));
      }
    }
  }

  private static byte[] withOtherEnd(byte[] body) {
    byte[] changed = body.clone();
    changed[changed.length - 1] ^= 1;
    return changed;
  }

  private static byte[] replaced(byte[] text, String some, String other) {
    String changed = new String(text, StandardCharsets.UTF_8).replace(some, other);
    return changed.getBytes(StandardCharsets.UTF_8);
  }

  /** Puts the last row's value into all rows. */
  private void makeEqual(String table, String column) throws SQLException {
    try (AttackedDatabase attacked = new AttackedDatabase(database)) {
      List<Cell> cells = attacked.cells(table, column);
      for (Cell each : cells) {
        attacked.put(each, cells.get(cells.size() - 1).value());
      }
    }
  }
}

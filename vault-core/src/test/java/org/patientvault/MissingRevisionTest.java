package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException.Erased;
import org.patientvault.model.VaultException.NotFound;
import org.patientvault.model.VaultException.Tampered;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** A revision that was never written, one whose row is gone, and an erased patient are three. */
@OnBothStores
class MissingRevisionTest {
  @TempDir Path folder;
  private OneRecord one;
  private Session physician;
  private RecordKey key;

  @BeforeEach
  void aRecordOfThreeRevisions(TestDatabase database) {
    one = OneRecord.in(database, folder);
    physician = one.physician;
    key = one.key;
    physician.update(key, 1, OneRecord.fields("130/90"));
    physician.update(key, 2, OneRecord.fields("140/95"));
    physician.read(key);
  }

  @AfterEach
  void close() {
    one.close();
  }

  private void attack(String sql, Object... values) throws SQLException {
    try (AttackedDatabase attacked = new AttackedDatabase(one.database)) {
      attacked.execute(sql, values);
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
    assertThat(physician.readRevision(key, 1).get(OneRecord.FIELD).asText())
        .isEqualTo(OneRecord.VALUE);
  }

  @Test
  void recordWhoseRowsAreAllGone_isTampered() throws SQLException {
    attack("DELETE FROM record_revision");
    assertThatThrownBy(() -> physician.readRevision(key, 1)).isInstanceOf(Tampered.class);
    assertThatThrownBy(() -> physician.history(key)).isInstanceOf(Tampered.class);
  }

  @Test
  void erasedPatient_isErasedInEveryList() throws SQLException {
    byte[] patient = one.patient.value().toArray();
    attack("DELETE FROM record_revision");
    attack("DELETE FROM record_index");
    attack("DELETE FROM patient_index");
    attack("DELETE FROM patient_key WHERE patient = ?", patient);
    attack("INSERT INTO tombstone VALUES (?, 1, ?, 2026, 5)", patient, patient);
    assertThatThrownBy(() -> physician.read(key)).isInstanceOf(Erased.class);
    assertThatThrownBy(() -> physician.readRevision(key, 1)).isInstanceOf(Erased.class);
    assertThatThrownBy(() -> physician.history(key)).isInstanceOf(Erased.class);
    assertThatThrownBy(() -> physician.records(one.patient)).isInstanceOf(Erased.class);
  }
}

package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.JobOptions;
import org.patientvault.Vault;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P3 after records were sealed again: what somebody changes in their rows is found as before. */
@Tag("once")
@OnBothStores
class ReencryptedRowsAttackTest {
  private static final String ONE =
      " WHERE record = (SELECT record FROM kept ORDER BY record LIMIT 1)";

  private Clinic clinic;

  /** With the rows as they were before, in a table of the attacker's own. */
  @BeforeEach
  void aClinicWithOtherKeys(TestDatabase fresh, @TempDir Path folder) throws SQLException {
    clinic = Clinic.with(2, fresh, folder);
    attack("CREATE TABLE kept AS SELECT * FROM record_revision");
    clinic.keys().rotate(KeyLevel.PATIENTS, JobOptions.defaults());
    assertThat(clinic.findings()).isEmpty();
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

  @Test
  void rowUnderTheOldKeyPutBack_isFound() throws SQLException {
    attack(
        "DELETE FROM record_revision" + ONE,
        "INSERT INTO record_revision SELECT * FROM kept" + ONE);
    assertThat(clinic.findings()).anyMatch(each -> each.startsWith("ROWS PUT BACK"));
  }

  @Test
  void newestRevisionDeleted_isRolledBack() throws SQLException {
    attack("DELETE FROM record_revision" + ONE + " AND revision = 2");
    assertThat(clinic.findings()).anyMatch(each -> each.startsWith("ROLLED BACK"));
  }

  @Test
  void olderRevisionDeleted_isFound() throws SQLException {
    attack("DELETE FROM record_revision" + ONE + " AND revision = 1");
    assertThat(clinic.findings()).anyMatch(each -> each.startsWith("DELETED an older revision"));
  }

  @Test
  void twoRevisionsExchanged_areFoundAndNotRead() throws SQLException {
    attack(
        "UPDATE record_revision SET revision = 9" + ONE + " AND revision = 1",
        "UPDATE record_revision SET revision = 1" + ONE + " AND revision = 2",
        "UPDATE record_revision SET revision = 2" + ONE + " AND revision = 9");
    assertThat(clinic.findings()).anyMatch(each -> each.startsWith("ROW CHANGED"));
    assertThatThrownBy(() -> clinic.values(clinic.vault))
        .isInstanceOf(VaultException.Tampered.class);
  }

  @Test
  void entriesOfTwoRevisionsExchanged_areFound() throws SQLException {
    attack(
        "UPDATE record_revision SET log_idx = log_idx + 1" + ONE + " AND revision = 1",
        "UPDATE record_revision SET log_idx = log_idx - 1" + ONE + " AND revision = 2");
    assertThat(clinic.findings()).isNotEmpty();
  }

  @Test
  void rowSaysThatItWasNeverSealedAgain_isFoundAndNotRead() throws SQLException {
    attack("UPDATE record_revision SET seal_shard = 0, seal_idx = 0");
    assertThat(clinic.findings()).anyMatch(each -> each.startsWith("ROW CHANGED"));
    assertThatThrownBy(() -> clinic.values(clinic.vault))
        .isInstanceOf(VaultException.Tampered.class);
  }

  @Test
  void listsOfRowsDeletedOrExchanged_areFoundAndNothingIsRead() throws SQLException {
    attack("DELETE FROM log_payload WHERE length(body) BETWEEN 38 AND 999");
    assertThat(clinic.findings()).isNotEmpty();
    try (Vault later = clinic.node("later")) {
      assertThatThrownBy(() -> clinic.values(later)).isInstanceOf(VaultException.Tampered.class);
    }
  }

  @Test
  void secondRotation_sealsNoChangedRowAgain() throws SQLException {
    attack(
        "UPDATE record_revision SET body = (SELECT body FROM record_revision WHERE record ="
            + " (SELECT record FROM kept ORDER BY record DESC LIMIT 1) AND revision = 1)"
            + ONE
            + " AND revision = 1");
    assertThatThrownBy(() -> clinic.keys().rotate(KeyLevel.PATIENTS, JobOptions.defaults()))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("somebody changed them");
    List<String> findings = clinic.findings();
    assertThat(findings).anyMatch(each -> each.startsWith("ROW CHANGED"));
  }
}

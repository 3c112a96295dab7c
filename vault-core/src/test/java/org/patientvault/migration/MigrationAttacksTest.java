package org.patientvault.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.MigrationOptions;
import org.patientvault.MigrationReport;
import org.patientvault.Vault;
import org.patientvault.model.FieldValue;
import org.patientvault.model.VaultException;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.SqliteDatabase;
import org.patientvault.stores.Stores;
import org.patientvault.stores.TestDatabase;

/** Tables that would have a run say "complete" when it is not, or lose a patient. */
@Tag("once")
class MigrationAttacksTest {
  private TestDatabase database;
  private Vault vault;

  @BeforeEach
  void emptyVault() {
    database = new SqliteDatabase();
    vault =
        Vault.create(database.location(), QuickPassphrase.of("correct horse battery"::toCharArray));
    Ward.useSchema(vault);
  }

  @AfterEach
  void close() {
    vault.close();
    database.close();
  }

  private MigrationReport move(PlainTable table, String mapping) {
    return Ward.migration(vault, table, mapping).run(MigrationOptions.defaults());
  }

  /** Rows that the server hides from this user would be dropped with the table. */
  @Test
  void rowsThatAPolicyHides_refuseTheRun() throws SQLException {
    try (PlainTable table = new PlainTable(Stores.POSTGRES)) {
      Ward.fill(table, 10);
      table.execute(
          "ALTER TABLE visit ENABLE ROW LEVEL SECURITY",
          "ALTER TABLE visit FORCE ROW LEVEL SECURITY",
          "CREATE POLICY first_four ON visit USING (id <= 4)");
      assertThatThrownBy(() -> move(table, Ward.MAPPING))
          .isInstanceOf(VaultException.Refused.class)
          .hasMessageContaining("BYPASSRLS");
      table.execute("ALTER TABLE visit NO FORCE ROW LEVEL SECURITY");
      assertThat(move(table, Ward.MAPPING).created()).isEqualTo(10);
    }
  }

  /** 12345678 comes as 1.2345678E7, by which no physician finds the patient. */
  @Test
  void patientOrRecordNamedByABinaryNumber_isNotMoved() throws SQLException {
    try (PlainTable table = new PlainTable(Stores.SQLITE)) {
      table.execute(
          "CREATE TABLE visit (id INTEGER PRIMARY KEY, mrn REAL, note TEXT, pulse INTEGER)",
          "INSERT INTO visit VALUES (1, 12345678, 'n', 60)");
      MigrationReport report = move(table, Ward.MAPPING);
      assertThat(report.created()).isZero();
      assertThat(report.problems()).hasSize(1);
      assertThat(report.problems().get(0).reason())
          .startsWith("column mrn: ")
          .contains("binary number")
          .doesNotContain("1234", "1.2");
    }
  }

  /** The physician's word stays, and nobody is told that the table's is in the vault too. */
  @Test
  void recordAndRowThatWereBothChanged_isNeitherWrittenOverNorComplete() throws SQLException {
    try (PlainTable table = new PlainTable(Stores.SQLITE)) {
      Ward.fill(table, 10);
      Ward.move(vault, table);
      Ward.physician(vault)
          .update(Ward.key(vault, Ward.mrn(4), "4"), 1, Map.of("note", FieldValue.text("ours")));
      table.execute("UPDATE visit SET note = 'theirs' WHERE id IN (3, 4)");
      MigrationReport again = Ward.move(vault, table);
      assertThat(again.updated()).isEqualTo(1);
      assertThat(again.kept()).isEqualTo(1);
      assertThat(again.complete()).isFalse();
      assertThat(Ward.value(vault, Ward.mrn(4), "4", "note")).isEqualTo(FieldValue.text("ours"));
      assertThat(Ward.value(vault, Ward.mrn(3), "3", "note")).isEqualTo(FieldValue.text("theirs"));
    }
  }

  /** Two rows whose keys differ for us and not for the database stand on both sides of a page. */
  @Test
  void keyThatTheDatabaseTakesForTheSame_neverEndsAsComplete() throws SQLException {
    try (PlainTable table = new PlainTable(Stores.SQLITE)) {
      table.execute(
          "CREATE TABLE visit (k TEXT COLLATE NOCASE, id INTEGER, mrn TEXT, note TEXT, pulse"
              + " INTEGER)",
          "BEGIN");
      for (int i = 0; i < 1_000; i++) {
        String key = "%s%04d".formatted(i % 2 == 0 ? "a" : "A", (i + 1) / 2);
        table.execute("INSERT INTO visit VALUES ('%s', %d, 'm1', 'n', 60)".formatted(key, i));
      }
      table.execute("COMMIT");
      String mapping = Ward.MAPPING.replace("key: id", "key: k") + "ignore: []\n";
      assertThatThrownBy(() -> move(table, mapping))
          .isInstanceOf(VaultException.InvalidInput.class);
    }
  }
}

package org.patientvault.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.TestDatabase;

/**
 * A vault works on tables that are distributed by patient, those of the log by shard: what systems
 * of several machines do with a table, shown by partitions of one server.
 */
@Tag("once")
class PartitionedTablesTest {
  private static final List<String> BY_PATIENT =
      List.of("patient_key", "tombstone", "hold", "erasure", "record_index", "record_revision");
  private static final List<String> BY_SHARD =
      List.of("log_entry", "log_detail", "log_subject", "log_checkpoint", "log_cosignature");
  private static final int PARTS = 4;

  @TempDir Path folder;

  @Test
  void vaultOnPartitions_worksAndVerifies() throws SQLException {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
      Clinic clinic = Clinic.in(database, folder);
      try (Connection owner = database.connect()) {
        for (String table : BY_PATIENT) {
          distribute(owner, table, "patient");
        }
        for (String table : BY_SHARD) {
          distribute(owner, table, "shard");
        }
        guard(owner);
      }
      DatabaseUser.makeRoles(database);
      int patients = work(clinic, DatabaseUser.as("application", database));
      assertThat(clinic.findings()).isEmpty();
      clinic.open().close();
      assertSpread(database, patients);
      assertGuarded(database);
    }
  }

  /** The table of the same name and columns, in parts; its rows go along. */
  private static void distribute(Connection owner, String table, String column)
      throws SQLException {
    List<String> steps = new ArrayList<>();
    steps.add("ALTER TABLE %1$s RENAME TO whole");
    steps.add(
        "CREATE TABLE %1$s (LIKE whole INCLUDING DEFAULTS INCLUDING INDEXES) PARTITION BY HASH"
            + " (%2$s)");
    for (int part = 0; part < PARTS; part++) {
      steps.add(
          "CREATE TABLE %1$s_"
              + part
              + " PARTITION OF %1$s FOR VALUES WITH (MODULUS 4, REMAINDER "
              + part
              + ")");
    }
    steps.add("INSERT INTO %1$s SELECT * FROM whole");
    steps.add("DROP TABLE whole");
    for (String step : steps) {
      TestDatabase.execute(owner, step.replace("%1$s", table).replace("%2$s", column));
    }
  }

  private static void guard(Connection owner) throws SQLException {
    TestDatabase.execute(
        owner,
        """
        CREATE TRIGGER log_entry_is_never_changed BEFORE UPDATE OR DELETE ON log_entry
        FOR EACH ROW EXECUTE FUNCTION log_entries_are_never_changed();
        CREATE TRIGGER log_entry_is_never_emptied BEFORE TRUNCATE ON log_entry
        FOR EACH STATEMENT EXECUTE FUNCTION log_entries_are_never_changed()\
        """);
  }

  /** Gives how many patients there are. */
  private static int work(Clinic clinic, DatabaseUser user) {
    int patients = 40;
    try (Vault vault = clinic.openAs(user)) {
      Session physician = Clinic.physician(vault);
      List<RecordKey> keys = new ArrayList<>();
      for (int i = 1; i < patients; i++) {
        PatientIdentifier identifier = new PatientIdentifier("urn:mrn", "new-" + i);
        RecordKey key = RecordKey.of(physician.admit(identifier), "Observation", "x");
        physician.create(key, Clinic.fields("1"));
        physician.update(key, 1, Clinic.fields("2"));
        assertThat(physician.find(identifier)).contains(key.patient());
        keys.add(key);
      }
      assertThat(physician.readAll(keys)).hasSize(patients - 1);
      assertThat(physician.history(keys.get(0))).hasSize(2);
      assertThat(physician.patients(null, 100))
          .hasSize(patients)
          .isSortedAccordingTo(Comparator.comparing(PatientRef::toString));
      assertThat(clinic.value(vault)).isEqualTo(Clinic.VALUE);
    }
    return patients;
  }

  private static void assertSpread(PostgresDatabase database, int patients) throws SQLException {
    try (Connection owner = database.connect();
        Statement statement = owner.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT count(DISTINCT tableoid), count(DISTINCT patient),
                  count(DISTINCT patient::text || tableoid::text) FROM record_revision\
                """)) {
      row.next();
      assertThat(row.getInt(1)).isEqualTo(PARTS);
      assertThat(row.getInt(2)).isEqualTo(patients);
      assertThat(row.getInt(3)).as("all of a patient is in one part").isEqualTo(patients);
    }
  }

  private static void assertGuarded(PostgresDatabase database) throws SQLException {
    try (Connection owner = database.connect()) {
      for (String statement :
          List.of(
              "DELETE FROM log_entry", "UPDATE log_entry SET leaf = leaf", "TRUNCATE log_entry")) {
        assertThatThrownBy(() -> TestDatabase.execute(owner, statement))
            .hasMessageContaining("log entries are never changed or deleted");
      }
    }
  }
}

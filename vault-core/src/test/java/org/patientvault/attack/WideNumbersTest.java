package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Numbers and references that a column takes and no vault writes: examining ends, and tells. */
@Tag("once")
@OnBothStores
class WideNumbersTest {
  private static final String BEYOND_32_BITS = "4294967296";

  @Test
  void numberOfMoreBits_isFoundWhereverItStands(TestDatabase database) throws Exception {
    Scene.founded(database);
    List<String> missed = new ArrayList<>();
    for (String column :
        List.of(
            "record_revision.key_version",
            "record_revision.log_shard",
            "patient_key.state",
            "patient_index.prf",
            "record_index.prf",
            "config.log_shard",
            "log_detail.retention",
            "slot.generation")) {
      String table = column.substring(0, column.indexOf('.'));
      String name = column.substring(column.indexOf('.') + 1);
      Scene.widen(database, table, name);
      Scene.run(
          database,
          "CREATE TABLE kept AS SELECT * FROM " + table,
          "UPDATE %s SET %s = %s + %s".formatted(table, name, name, BEYOND_32_BITS));
      if (!isFound(database)) {
        missed.add(column);
      }
      Scene.run(
          database,
          "DELETE FROM " + table,
          "INSERT INTO " + table + " SELECT * FROM kept",
          "DROP TABLE kept");
    }
    assertThat(missed).isEmpty();
    assertThat(Scene.findings(database)).as("all is as it was").isEmpty();
  }

  @Test
  void patientReferenceOfAnotherLength_isFound(TestDatabase database) throws Exception {
    Scene.founded(database);
    List<String> missed = new ArrayList<>();
    for (String table : List.of("record_revision", "patient_key", "tombstone", "hold")) {
      Scene.runWith(database, withReference(table), new byte[] {1});
      if (!isFound(database)) {
        missed.add(table);
      }
      Scene.runWith(database, "DELETE FROM " + table + " WHERE patient = ?", new byte[] {1});
    }
    assertThat(missed).isEmpty();
    assertThat(Scene.findings(database)).as("all is as it was").isEmpty();
  }

  private static String withReference(String table) {
    return switch (table) {
      case "record_revision" ->
          "INSERT INTO record_revision SELECT ?, record, revision, key_version, body, log_shard,"
              + " log_idx, seal_shard, seal_idx FROM record_revision LIMIT 1";
      case "patient_key" ->
          "INSERT INTO patient_key SELECT ?, version, state, wrapped, commitment, log_shard,"
              + " log_idx FROM patient_key LIMIT 1";
      case "hold" -> "INSERT INTO hold VALUES (?, 2026, 1)";
      default -> "INSERT INTO tombstone SELECT ?, 1, salt, 2026, 1 FROM log_detail LIMIT 1";
    };
  }

  private static boolean isFound(TestDatabase database) {
    try {
      return !Scene.findings(database).isEmpty();
    } catch (VaultException.Tampered e) {
      return true;
    }
  }
}

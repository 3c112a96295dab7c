package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.PostgresDatabase;

/** Settings that an administrator may have made for other programs: the vault makes its own. */
@Tag("once")
class SettingsOfADatabaseTest {
  private static final List<String> FOR_OTHERS =
      List.of(
          "statement_timeout = '5ms'",
          "lock_timeout = '1ms'",
          "row_security = off",
          "bytea_output = escape",
          "standard_conforming_strings = off",
          "default_transaction_isolation = serializable",
          "search_path = public");

  @Test
  void settingsForOthers_changeNothing() throws Exception {
    try (PostgresDatabase database = Scene.onServer()) {
      for (String each : FOR_OTHERS) {
        database.server().execute("ALTER DATABASE " + database.name() + " SET " + each);
      }
      RecordKey key = Scene.founded(database);
      try (Vault vault = Scene.open(database, "a")) {
        Scene.physician(vault).update(key, 1, Scene.FIELDS);
        assertThat(Scene.physician(vault).read(key).revision()).isEqualTo(2);
      }
      assertThat(Scene.findings(database)).isEmpty();
    }
  }
}

package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;

/** As {@code SwallowedRowsTest}, with what PostgreSQL has besides triggers. */
@Tag("once")
class SwallowedByRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        CREATE RULE nothing AS ON INSERT TO log_entry DO INSTEAD NOTHING;
        CREATE RULE nothing AS ON INSERT TO log_detail DO INSTEAD NOTHING;
        CREATE RULE nothing AS ON UPDATE TO log_head DO INSTEAD NOTHING
        """,
        "CREATE RULE nothing AS ON INSERT TO log_entry DO INSTEAD NOTHING",
        """
        ALTER TABLE log_head ENABLE ROW LEVEL SECURITY;
        ALTER TABLE log_head FORCE ROW LEVEL SECURITY;
        CREATE POLICY only_looking ON log_head FOR SELECT USING (true)
        """
      })
  void entriesThatAreNotKept_releaseNothing(String sql) throws SQLException {
    try (PostgresDatabase database = Scene.onServer()) {
      RecordKey key = Scene.founded(database);
      try (Vault vault = Scene.open(database, "a")) {
        Scene.physician(vault).read(key);
        Scene.run(database, sql);
        long before = Scene.number(database, "SELECT count(*) FROM log_entry");
        assertThatThrownBy(() -> Scene.physician(vault).read(key))
            .isInstanceOf(VaultException.class);
        assertThat(Scene.number(database, "SELECT count(*) FROM log_entry")).isEqualTo(before);
        Scene.run(
            database,
            "DROP RULE IF EXISTS nothing ON log_entry",
            "DROP RULE IF EXISTS nothing ON log_detail",
            "DROP RULE IF EXISTS nothing ON log_head",
            "ALTER TABLE log_head DISABLE ROW LEVEL SECURITY");
        Scene.physician(vault).read(key);
      }
    }
  }
}

package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;

/** On PostgreSQL the tables' owner can put things in the way that show one thing and do another. */
@Tag("once")
class PutInTheWayTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          relation config is no table        | ALTER TABLE config RENAME TO hidden; CREATE VIEW config AS SELECT * FROM hidden
          relation slot is no table          | ALTER TABLE slot RENAME TO hidden; CREATE MATERIALIZED VIEW slot AS SELECT * FROM hidden
          table log_entry is not logged      | ALTER TABLE log_entry SET UNLOGGED
          rule nothing on log_entry          | CREATE RULE nothing AS ON INSERT TO log_entry DO INSTEAD NOTHING
          row security on log_head           | ALTER TABLE log_head ENABLE ROW LEVEL SECURITY
          trigger suppress                   | CREATE TRIGGER suppress BEFORE UPDATE ON log_head FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()
          """)
  void vaultWithIt_isNotOpenedAndNamesIt(String named, String sql) throws SQLException {
    try (PostgresDatabase database = Scene.onServer()) {
      Scene.founded(database);
      Scene.run(database, sql);
      assertThatThrownBy(() -> Scene.open(database, "a"))
          .isInstanceOf(VaultException.Tampered.class)
          .hasMessageContaining(named)
          .hasMessageContaining("nothing was read or written");
      assertThat(Scene.findings(database)).as("who examines it looks all the same").isEmpty();
    }
  }
}

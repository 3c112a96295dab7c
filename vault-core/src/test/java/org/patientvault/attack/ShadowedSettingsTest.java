package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.TestDatabase;

/** The database's owner answers in the server's place when it is asked for its settings. */
@Tag("once")
class ShadowedSettingsTest {
  @Test
  void serverThatDoesNotForceItsWrites_isRefusedWhateverAFunctionSays() throws Exception {
    try (PostgresServer server = PostgresServer.start("fsync=off");
        PostgresDatabase database = server.newDatabase()) {
      try (Connection owner = DriverManager.getConnection(database.location())) {
        TestDatabase.execute(
            owner,
            """
            CREATE SCHEMA shadow;
            CREATE FUNCTION shadow.current_setting(text, bool) RETURNS text LANGUAGE sql AS $$
              SELECT CASE WHEN $1 = 'fsync' THEN 'on' ELSE pg_catalog.current_setting($1, $2) END $$\
            """);
        TestDatabase.execute(
            owner, "ALTER DATABASE " + database.name() + " SET search_path = shadow, pg_catalog");
      }
      assertThatThrownBy(() -> Scene.founded(database))
          .isInstanceOf(VaultException.Refused.class)
          .hasMessageContaining("fsync=off");
    }
  }
}

package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.PostgresStandby;
import org.patientvault.stores.TestDatabase;

/**
 * A standby is promoted while the old primary lives: a node's reading connections lead to the old
 * server still, its writing ones to the new.
 */
@Tag("once")
class OldPrimaryTest {
  @TempDir Path folder;
  private PostgresServer primary;
  private PostgresStandby standby;
  private PostgresDatabase database;

  @BeforeEach
  void servers() throws SQLException {
    primary = PostgresServer.start();
    standby = PostgresStandby.of(primary);
    database = primary.newDatabase();
  }

  @AfterEach
  void close() {
    standby.close();
    primary.close();
  }

  @Test
  void headOfTheOldPrimary_isNotSignedIntoTheNew() throws Exception {
    RecordKey key = Scene.founded(database);
    String both = standby.locationOfBoth(database);
    Vault vault = Scene.open(both, "a", Scene.NEVER);
    Scene.physician(vault).read(key);
    Scene.physician(vault).records(key.patient());
    standby.awaitCaughtUp();
    standby.cable().hold();
    for (int i = 0; i < 3; i++) {
      Scene.physician(vault).create(Scene.another(key, "lost-" + i), Scene.FIELDS);
    }
    standby.promote();
    leaveReadersAlone();
    readUntilItWorks(vault, key);
    // It signs what it can.
    assertThatThrownBy(vault::close).isInstanceOf(VaultException.class);
    assertThat(onTheNew("SELECT max(c.size) <= max(h.size) FROM log_checkpoint c, log_head h"))
        .as("no more is signed than there is")
        .isEqualTo("t");
    try (Vault restarted = Scene.open(both, "restarted", Scene.NEVER)) {
      for (int i = 0; i < 6; i++) {
        Scene.physician(restarted).read(key);
      }
      restarted.auditTrail(Scene.AUDITOR).export(folder.resolve("signed again"));
    }
  }

  /** The old primary takes nobody new, and those who wrote there are gone. */
  private void leaveReadersAlone() throws SQLException {
    primary.execute("ALTER DATABASE " + database.name() + " CONNECTION LIMIT 0");
    primary.execute(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'patientvault' AND query <> 'ROLLBACK'\
        """);
  }

  private static void readUntilItWorks(Vault vault, RecordKey key) {
    for (int tried = 0; tried < 3; tried++) {
      try {
        Scene.physician(vault).read(key);
        return;
      } catch (VaultException.AuditUnavailable e) {
        // The connection was dead; the next is a new one.
      }
    }
    throw new AssertionError("the new primary is not found");
  }

  private String onTheNew(String question) throws SQLException {
    try (Connection connection = DriverManager.getConnection(standby.location(database));
        Statement statement = connection.createStatement()) {
      TestDatabase.execute(connection, "SET search_path = patientvault");
      try (ResultSet row = statement.executeQuery(question)) {
        row.next();
        return row.getString(1);
      }
    }
  }
}

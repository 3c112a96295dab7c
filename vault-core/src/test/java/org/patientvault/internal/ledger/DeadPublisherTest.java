package org.patientvault.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Vault;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** A process was killed while it held the right to sign. */
@OnBothStores
@Tag("once")
class DeadPublisherTest {
  @Test
  void closing_rightAfterASigningProcessWasKilled_signsTheWholeLog(
      TestDatabase database, @TempDir Path folder) throws SQLException {
    Unlock unlock =
        Unlock.keystore(folder.resolve("a.p12"), "root", "a long test password"::toCharArray);
    Vault vault = Vault.create(database.location(), unlock);
    vault
        .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
        .admit(new PatientIdentifier("urn:mrn", "1"));
    try (Connection connection = database.connect()) {
      takeLease(connection);
      vault.close();
      assertThat(number(connection, "SELECT max(size) FROM log_checkpoint"))
          .isEqualTo(number(connection, "SELECT count(*) FROM log_entry"));
    }
  }

  private static void takeLease(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO lease VALUES ('publisher', 'dead', ?)"
                + " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder,"
                + " expires_ms = excluded.expires_ms")) {
      insert.setLong(1, System.currentTimeMillis() + CheckpointPublisher.LEASE_TIME.toMillis());
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }
}

package org.patientvault.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Vault;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;

/** A process was killed while it held the right to sign. */
class DeadPublisherTest {
  @TempDir Path folder;

  @Test
  void closing_rightAfterASigningProcessWasKilled_signsTheWholeLog() throws SQLException {
    Path file = folder.resolve("a.vault");
    Unlock unlock =
        Unlock.keystore(folder.resolve("a.p12"), "root", "a long test password"::toCharArray);
    Vault vault = Vault.create(file, unlock);
    vault
        .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
        .admit(new PatientIdentifier("urn:mrn", "1"));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      takeLease(connection);
      vault.close();
      assertThat(number(connection, "SELECT max(size) FROM log_checkpoint"))
          .isEqualTo(number(connection, "SELECT count(*) FROM log_entry"));
    }
  }

  private static void takeLease(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO lease VALUES ('publisher', 'dead', ?)")) {
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

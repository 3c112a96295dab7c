package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.RecordView;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;

/** What a server says beside its answers: only that no standby heard of a commit is a failure. */
@Tag("once")
class ServerWarningsTest {
  private static final String AS_AFTER_AN_UPDATE_OF_THE_SYSTEM =
      "UPDATE pg_database SET datcollversion = '1.0' WHERE datname = current_database()";

  @Test
  void warningAtLogin_failsNothing() throws SQLException {
    try (PostgresDatabase database = Scene.onServer()) {
      Scene.asSuperuser(database, AS_AFTER_AN_UPDATE_OF_THE_SYSTEM);
      RecordKey key = Scene.founded(database);
      try (Vault vault = Scene.open(database, "a")) {
        Scene.physician(vault).read(key);
      }
    }
  }

  @Test
  void wordsAtCommit_failNothing() throws SQLException {
    try (PostgresDatabase database = Scene.onServer()) {
      RecordKey key = Scene.founded(database);
      try (Vault vault = Scene.open(database, "a")) {
        Scene.run(
            database,
            """
            CREATE FUNCTION speak() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN RAISE NOTICE 'moved'; RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER speak AFTER UPDATE ON log_head DEFERRABLE INITIALLY DEFERRED
              FOR EACH ROW EXECUTE FUNCTION speak()\
            """);
        Scene.physician(vault).read(key);
      }
    }
  }

  /** A setting of the database hides the only sign that a commit is on one disk alone. */
  @Test
  void commitThatNoStandbyConfirmed_isNotAcknowledgedWhateverIsSet() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        PostgresDatabase database = server.newDatabase()) {
      RecordKey key = Scene.founded(database);
      server.execute("ALTER DATABASE " + database.name() + " SET client_min_messages = error");
      try (Vault vault = Scene.open(database, "a")) {
        Scene.physician(vault).read(key);
        server.set("synchronous_standby_names", "gone");
        assertThatThrownBy(readThatWaits(vault, key, server)::join)
            .hasCauseInstanceOf(VaultException.AuditUnavailable.class)
            .hasMessageContaining("did not hear from its standby");
        server.set("synchronous_standby_names", "");
      }
    }
  }

  /** The new setting comes into force soon; then somebody gives up waiting for the standby. */
  private static CompletableFuture<RecordView> readThatWaits(
      Vault vault, RecordKey key, PostgresServer server) throws SQLException {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    boolean waited = false;
    CompletableFuture<RecordView> read = CompletableFuture.failedFuture(new AssertionError());
    while (!waited) {
      read = CompletableFuture.supplyAsync(() -> Scene.physician(vault).read(key));
      while (!read.isDone()) {
        assertThat(System.nanoTime()).as("the call ends in time").isLessThan(deadline);
        waited |= cancelWaits(server);
      }
    }
    return read;
  }

  private static boolean cancelWaits(PostgresServer server) throws SQLException {
    try (Connection connection = server.connectAsSuperuser("postgres");
        Statement statement = connection.createStatement();
        ResultSet cancelled =
            statement.executeQuery(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event ="
                    + " 'SyncRep'")) {
      return cancelled.next();
    }
  }
}

package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.RecordView;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.PostgresStandby;

/** What only one disk has is not acknowledged where a standby should have it too. */
@Tag("once")
class CancelledWaitTest {
  @TempDir Path folder;
  private PostgresServer primary;
  private PostgresStandby standby;
  private VaultOnServer onServer;

  @BeforeEach
  void vaultWithSynchronousStandby() throws Exception {
    primary = PostgresServer.start();
    standby = PostgresStandby.of(primary);
    standby.makeSynchronous();
    onServer = VaultOnServer.create(folder, primary.newDatabase().location(), new Random(2026));
  }

  @AfterEach
  void close() {
    standby.close();
    primary.close();
  }

  @Test
  void waitForADeadStandbyThatIsCancelled_isAFailedCommit() throws Exception {
    try (Vault vault = onServer.open("node")) {
      Session session = vault.as(Place.PHYSICIAN, Purpose.TREAT);
      RecordKey key = RecordKey.of(onServer.acknowledged().patients().get(0), Ack.TYPE, "one-disk");
      standby.cluster().kill();
      CompletableFuture<Integer> writing =
          CompletableFuture.supplyAsync(
              () -> session.create(key, Content.values(Map.of("status", 7L))));
      cancelWaitsUntil(writing);
      assertThatThrownBy(writing::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(VaultException.AuditUnavailable.class)
          .hasMessageContaining("did not hear from its standby");
      CompletableFuture<RecordView> reading =
          CompletableFuture.supplyAsync(() -> session.read(key));
      cancelWaitsUntil(reading);
      assertThatThrownBy(reading::get)
          .as("nothing is released that one disk alone has logged")
          .hasCauseInstanceOf(VaultException.AuditUnavailable.class);
      standby.cluster().launch(List.of());
      assertThat(Content.seeds(session.read(key))).isEqualTo(Map.of("status", 7L));
    }
    onServer.inspect();
  }

  /** As an impatient administrator does. */
  private void cancelWaitsUntil(CompletableFuture<?> call) throws SQLException {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    try (Connection connection = primary.connectAsSuperuser("postgres");
        Statement statement = connection.createStatement()) {
      while (!call.isDone()) {
        assertThat(System.nanoTime()).as("the call ends in time").isLessThan(deadline);
        statement.execute(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
      }
    }
  }
}

package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.Vault;
import org.patientvault.model.FieldValue;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.Cable;
import org.patientvault.stores.PostgresDatabase;

/**
 * A node stops (a paused virtual machine) while the server sends it a long row, and has the log's
 * head: the server waits for the network then, and for no command.
 */
@Tag("once")
class StoppedReaderTest {
  private static final int LONG = 7_000_000;
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(20);

  @Test
  void nodeThatStopsInTheMiddleOfARow_losesTheHead() throws Exception {
    try (PostgresDatabase database = Scene.onServer();
        Cable cable = Cable.to(database.server().cluster().port())) {
      RecordKey key = Scene.founded(database);
      RecordKey big = Scene.another(key, "big");
      FieldValue text = FieldValue.text("x".repeat(LONG));
      Vault stopping = Scene.open(database.locationAt(cable), "stopping", Scene.NEVER);
      try (Vault other = Scene.open(database, "other")) {
        Scene.physician(other).create(big, Map.of("valueString", text, "status", text));
        Scene.physician(stopping).read(key);
        holdAfter(cable, 200_000);
        CompletableFuture<?> stuck =
            CompletableFuture.supplyAsync(() -> Scene.physician(stopping).readRevision(big, 1));
        awaitStuck(database);
        long start = System.nanoTime();
        readUntilItWorks(other, key);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST_HOLD);
        cable.letGo();
        assertThat(stuck.handle((view, failure) -> true).join()).as("it ends too").isTrue();
      } finally {
        stopping.close();
      }
    }
  }

  /** So many bytes more come from the server. */
  private static void holdAfter(Cable cable, long bytes) {
    AtomicLong left = new AtomicLong(bytes);
    cable.cut(
        (piece, size, toServer) -> {
          if (!toServer && left.addAndGet(-size) < 0) {
            left.set(Long.MAX_VALUE);
            cable.hold();
          }
          return size;
        });
  }

  private static void awaitStuck(PostgresDatabase database) throws SQLException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    String stuck = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'ClientWrite'";
    while (Scene.number(database, stuck) == 0) {
      assertThat(System.nanoTime()).as("stuck in time").isLessThan(deadline);
    }
  }

  private static void readUntilItWorks(Vault vault, RecordKey key) {
    for (int tried = 0; tried < 10; tried++) {
      try {
        Scene.physician(vault).read(key);
        return;
      } catch (VaultException.AuditUnavailable e) {
        assertThat(e).hasMessageContaining("another node kept the log's head");
      }
    }
    throw new AssertionError("the head stayed locked");
  }
}

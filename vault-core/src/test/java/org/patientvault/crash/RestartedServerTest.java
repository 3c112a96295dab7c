package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Vault;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresServer;

/** P8 and P10 when an administrator restarts the server under a vault that is at work. */
@Tag("once")
class RestartedServerTest {
  private static final Duration LONGEST_CALL = Duration.ofSeconds(25);

  @TempDir Path folder;
  private final Random random = new Random(2026);
  private PostgresServer server;
  private VaultOnServer onServer;

  @BeforeEach
  void ownServer() {
    server = PostgresServer.start();
    onServer = VaultOnServer.create(folder, server.newDatabase().location(), random);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void serverThatIsStoppedAndStarted_failsCallsClearlyAndTheSameVaultGoesOn() throws Exception {
    HeardAcks heard = new HeardAcks();
    try (Vault vault = onServer.open("node");
        Shift shift =
            new Shift(vault, onServer.acknowledged().patients(), random, "restart", heard)) {
      shift.work();
      heard.await("writes", 20, ack -> ack instanceof Ack.Written);
      server.cluster().stop();
      heard.await("failed calls", heard.size(), 1, ack -> ack instanceof Ack.Failed);
      assertIsRefusedInTime(vault);
      server.cluster().launch(List.of());
      heard.await("writes", heard.size(), 20, ack -> ack instanceof Ack.Written);
      shift.rest();
      heard.takeNew().forEach(this::note);
    }
    onServer.inspect();
  }

  private void assertIsRefusedInTime(Vault vault) {
    long begun = System.nanoTime();
    assertThatThrownBy(
            () ->
                vault
                    .as(Place.PHYSICIAN, Purpose.TREAT)
                    .read(
                        RecordKey.of(
                            onServer.acknowledged().patients().get(0), Ack.TYPE, "shared-0")))
        .isInstanceOf(VaultException.AuditUnavailable.class)
        .hasMessageContaining("nothing was released");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST_CALL);
  }

  private void note(Ack ack) {
    onServer.acknowledged().addAll(List.of(ack));
    if (ack instanceof Ack.Failed failed && !failed.isConflict()) {
      assertThat(failed.why()).containsAnyOf("server", "did not answer within");
      assertThat(failed.millis()).as(ack.line()).isLessThan(LONGEST_CALL.toMillis());
    }
  }
}

package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.patientvault.stores.Cable;
import org.patientvault.stores.Cut;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;

/**
 * P1, P8 and P9 when the network fails: calls end in time and say so, nothing is released without
 * its entry, and the same open vault goes on when the network does.
 *
 * <p>A seed decides where it is cut: {@code -Dcrash.seed=N}.
 */
@Tag("once")
class CutCableTest {
  private static final long SEED = Long.getLong("crash.seed", 2026);
  private static final Duration LONGEST_CALL = Duration.ofSeconds(25);
  private static final int CUTS = 60;
  private static final long MOST_BYTES = 20_000;

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private PostgresDatabase database;
  private Cable cable;
  private VaultOnServer onServer;
  private Vault vault;

  @BeforeEach
  void vaultBehindACable() {
    System.out.println("crash.seed=" + SEED);
    database = PostgresServer.shared().newDatabase();
    onServer = VaultOnServer.create(folder, database.location(), random);
    cable = Cable.to(database.server().cluster().port());
    // An answer that does not come is waited for 3 s, not 30.
    Place behind = Place.onServer(folder, database.locationAt(cable) + "?socketTimeout=3");
    vault = behind.open(Place.options("node"));
  }

  @AfterEach
  void close() throws Exception {
    vault.close();
    cable.close();
    onServer.inspect();
    database.close();
  }

  @Test
  void cutsAtRandomBytes_loseNothingAndNeedNoNewVault() throws Exception {
    HeardAcks heard = new HeardAcks();
    try (Shift shift = new Shift(vault, onServer.acknowledged().patients(), random, "cut", heard)) {
      shift.work();
      for (int i = 0; i < CUTS; i++) {
        awaitWrites(heard, 3);
        cable.cut(Cut.afterBytes((long) (random.nextDouble() * MOST_BYTES)));
        if (random.nextInt(4) == 0) {
          cable.cut();
        }
      }
      awaitWrites(heard, 10);
      shift.rest();
    }
    onServer.acknowledged().addAll(heard.takeNew());
    assertThat(cable.cuts()).isGreaterThan(CUTS / 4);
  }

  private static boolean isFailure(Ack ack) {
    return ack instanceof Ack.Failed failed && !failed.isConflict();
  }

  @Test
  void slowCable_isSlowAndNoError() throws Exception {
    cable.delay(10);
    HeardAcks heard = new HeardAcks();
    try (Shift shift =
        new Shift(vault, onServer.acknowledged().patients(), random, "slow", heard)) {
      shift.work();
      awaitWrites(heard, 8);
      shift.rest();
    }
    cable.delay(0);
    List<Ack> acks = heard.takeNew();
    assertThat(acks).noneMatch(CutCableTest::isFailure);
    onServer.acknowledged().addAll(acks);
  }

  /** Both ends believe that the connections are whole. */
  @Test
  void silentCable_failsCallsInTimeAndGoesOn() throws Exception {
    HeardAcks heard = new HeardAcks();
    try (Shift shift =
        new Shift(vault, onServer.acknowledged().patients(), random, "silent", heard)) {
      shift.work();
      awaitWrites(heard, 10);
      cable.hold();
      heard.await("failed calls", heard.size(), 6, ack -> ack instanceof Ack.Failed);
      cable.letGo();
      awaitWrites(heard, 10);
      shift.rest();
    }
    List<Ack> acks = heard.takeNew();
    for (Ack ack : acks) {
      if (ack instanceof Ack.Failed failed) {
        assertThat(failed.millis()).as(ack.line()).isLessThan(LONGEST_CALL.toMillis());
      }
    }
    onServer.acknowledged().addAll(acks);
  }

  private static void awaitWrites(HeardAcks heard, int count) throws InterruptedException {
    heard.await("writes", heard.size(), count, ack -> ack instanceof Ack.Written);
  }
}

package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.NodeInfo;
import org.patientvault.Vault;
import org.patientvault.VaultStatus;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.TestDatabase;

/** Nodes whose clocks are wrong by minutes and hours: what they compare is the server's time. */
@Tag("once")
class SkewedClocksTest {
  private static final List<Duration> SKEWS =
      List.of(Duration.ofHours(1), Duration.ofMinutes(-10), Duration.ZERO, Duration.ofMinutes(10));
  private static final int ROUNDS = 10;
  private static final long LEASE_MILLIS = 2_000;

  @TempDir Path folder;
  private PostgresDatabase database;
  private VaultOnServer onServer;
  private final List<Vault> vaults = new ArrayList<>();

  @BeforeEach
  void nodesWithWrongClocks() {
    database = PostgresServer.shared().newDatabase();
    onServer = VaultOnServer.create(folder, database.location(), new Random(2026));
    for (Duration skew : SKEWS) {
      String node = "clock-" + vaults.size();
      vaults.add(
          onServer
              .place()
              .open(Place.options(node).withClock(Clock.offset(Clock.systemUTC(), skew))));
    }
  }

  @AfterEach
  void close() throws Exception {
    for (Vault vault : vaults) {
      vault.close();
    }
    onServer.inspect();
    database.close();
  }

  @Test
  void leaseOfAnyNode_runsByTheServersClock() throws Exception {
    try (Connection connection = database.connect()) {
      for (int round = 0; round < ROUNDS; round++) {
        Vault one = vaults.get(round % vaults.size());
        write(one, "lease-" + round);
        // Whoever signs has the lease, if only for moments.
        await(
            () -> {
              List<Long> left = remainingLeases(connection);
              assertThat(left).allMatch(millis -> millis <= LEASE_MILLIS && millis > -LEASE_MILLIS);
              return isSigned(one);
            });
        assertThat(vaults).extracting(Vault::signingTrouble).containsOnly(Optional.empty());
      }
    }
  }

  @Test
  void everyNode_isLiveForEveryOtherUntilItsHeartbeatFails() throws Exception {
    for (Vault vault : vaults) {
      write(vault, "by-" + vaults.indexOf(vault));
    }
    for (Vault vault : vaults) {
      List<NodeInfo> nodes = status(vault).nodes();
      assertThat(nodes).hasSize(SKEWS.size()).allMatch(NodeInfo::live);
      assertThat(nodes).allMatch(node -> node.lastSeen().isAfter(Instant.now().minusSeconds(60)));
      assertThat(nodes).allMatch(node -> node.lastSeen().isBefore(Instant.now().plusSeconds(5)));
    }
    try (Connection connection = database.connect()) {
      TestDatabase.execute(
          connection, "UPDATE node SET seen_ms = seen_ms - 60000 WHERE name = 'clock-0'");
    }
    for (Vault vault : vaults) {
      assertThat(status(vault).nodes())
          .allMatch(node -> node.live() != node.name().equals("clock-0"));
    }
    await(() -> status(vaults.get(1)).nodes().stream().allMatch(NodeInfo::live));
  }

  private static VaultStatus status(Vault vault) {
    return vault.administration(Place.ADMIN).status();
  }

  private static boolean isSigned(Vault vault) {
    VaultStatus status = status(vault);
    return status.signedEntries() == status.logEntries();
  }

  private void write(Vault vault, String id) {
    RecordKey key = RecordKey.of(onServer.acknowledged().patients().get(0), Ack.TYPE, id);
    Map<String, Long> seeds = Map.of("status", 7L);
    vault.as(Place.PHYSICIAN, Purpose.TREAT).create(key, Content.values(seeds));
    onServer.acknowledged().addAll(List.of(new Ack.Written(key, 1, seeds)));
  }

  private static List<Long> remainingLeases(Connection connection) {
    List<Long> left = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT expires_ms - extract(epoch FROM clock_timestamp()) * 1000 FROM lease")) {
      while (rows.next()) {
        left.add(rows.getLong(1));
      }
      return left;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it comes true in time").isLessThan(deadline);
    }
  }
}

package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;

/** A node that stands still (SIGSTOP) with what only one can have: the others go on without it. */
@Tag("once")
class FrozenNodeTest {
  /** The server ends its transaction after 4 s; who waited for its lock meanwhile asks again. */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(10 + 5 + 2);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Nobody waits for the client's next word with the head in his hands but who froze. */
  private static final String HOLDS_THE_HEAD =
      """
      SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE relation = 'patientvault.log_head'::regclass AND mode = 'RowShareLock'
        AND granted AND state = 'idle in transaction'\
      """;

  /** The right to sign, and no transaction in which it is used. */
  private static final String HOLDS_THE_LEASE = "SELECT 1 FROM lease FOR UPDATE SKIP LOCKED";

  @TempDir Path folder;
  private final Random random = new Random(2026);
  private PostgresDatabase database;
  private VaultOnServer onServer;
  private VictimProcess node;
  private Vault other;
  private int tries;

  @BeforeEach
  void aNodeAtWorkAndAnotherOne() throws Exception {
    database = PostgresServer.shared().newDatabase();
    onServer = VaultOnServer.create(folder, database.location(), random);
    other = onServer.place().open(Place.options("other").withPublishEvery(Duration.ofDays(1)));
    node = VictimProcess.start(folder, database.location(), "frozen", 2026);
    node.order(WorkingNode.Order.WORK);
    awaitWrites();
  }

  @AfterEach
  void close() throws Exception {
    signal("CONT");
    onServer.acknowledged().addAll(node.close());
    other.close();
    onServer.inspect();
    database.close();
  }

  @Test
  void nodeThatFreezesWithTheHead_holdsUpTheOthersForSecondsOnly() throws Exception {
    freezeWhile(HOLDS_THE_HEAD);
    long frozen = System.nanoTime();
    writeUntilItWorks();
    assertThat(Duration.ofNanos(System.nanoTime() - frozen)).isLessThan(LONGEST_HOLD);
    signal("CONT");
    awaitWrites();
  }

  private void writeUntilItWorks() {
    Session session = other.as(Place.PHYSICIAN, Purpose.TREAT);
    Map<String, Long> seeds = Map.of("status", 7L);
    for (int tried = 0; tried < 10; tried++) {
      RecordKey key =
          RecordKey.of(onServer.acknowledged().patients().get(0), Ack.TYPE, "try-" + tries++);
      try {
        int revision = session.create(key, Content.values(seeds));
        onServer.acknowledged().addAll(List.of(new Ack.Written(key, revision, seeds)));
        return;
      } catch (VaultException.AuditUnavailable e) {
        assertThat(e).hasMessageContaining("another node kept the log's head");
      }
    }
    throw new AssertionError("the head stayed locked");
  }

  @Test
  void nodeThatFreezesWithTheLease_losesItAndDoesNotSignAfterwards() throws Exception {
    rest();
    freezeWhile(HOLDS_THE_LEASE);
    other.auditTrail(Place.AUDITOR).export(folder.resolve("signed-meanwhile"));
    assertThat(count("SELECT 1 FROM lease")).isZero();
    signal("CONT");
    node.order(WorkingNode.Order.WORK);
    awaitWrites();
    assertThat(
            count(
                """
                SELECT 1 FROM log_checkpoint early JOIN log_checkpoint late
                ON early.size < late.size AND early.published_ms > late.published_ms\
                """))
        .as("signatures over less than was signed before")
        .isZero();
  }

  /** From now on it only signs what others write. */
  private void rest() throws InterruptedException {
    int before = node.heard().size();
    node.order(WorkingNode.Order.REST);
    node.heard().await("rest", before, 1, ack -> ack instanceof Ack.Resting);
  }

  /** Stops the node, which always has something to do, when the question has an answer. */
  private void freezeWhile(String question) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (signal("STOP"); count(question) == 0; signal("STOP")) {
      assertThat(System.nanoTime()).as("met in time").isLessThan(deadline);
      signal("CONT");
      writeUntilItWorks();
      TimeUnit.MILLISECONDS.sleep(random.nextInt(50));
    }
    assertThat(count(question)).as("still, for it is frozen").isPositive();
  }

  private void signal(String name) throws IOException, InterruptedException {
    String command = "kill -" + name + " " + node.handle().pid();
    assertThat(new ProcessBuilder("sh", "-c", command).start().waitFor()).isZero();
  }

  private int count(String question) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }

  private void awaitWrites() throws InterruptedException {
    node.heard().await("writes", node.heard().size(), 10, ack -> ack instanceof Ack.Written);
  }
}

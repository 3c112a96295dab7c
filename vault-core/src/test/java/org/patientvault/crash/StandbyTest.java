package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.PostgresStandby;

/** P8 when the disk of the primary is lost: a synchronous standby has all that was acknowledged. */
@Tag("once")
class StandbyTest {
  private static final long SEED = Long.getLong("crash.seed", 2026);
  private static final int NODES = 2;

  @TempDir Path folder;
  private PostgresServer primary;
  private PostgresStandby standby;
  private PostgresDatabase database;
  private final List<NodePost> posts = new ArrayList<>();

  @BeforeEach
  void primaryWithStandby() throws Exception {
    primary = PostgresServer.start();
    standby = PostgresStandby.of(primary);
    standby.makeSynchronous();
    database = primary.newDatabase();
  }

  @AfterEach
  void close() {
    posts.forEach(NodePost::close);
    standby.close();
    primary.close();
  }

  @Test
  void primaryThatIsLostUnderLoad_losesNothingAndNodesGoOnWithItsStandby() throws Exception {
    System.out.println("crash.seed=" + SEED);
    Random random = new Random(SEED);
    String both = standby.locationOfBoth(database);
    VaultOnServer vault = VaultOnServer.create(folder, both, random);
    vault.inspect();
    for (int i = 1; i <= NODES; i++) {
      posts.add(new NodePost(folder, "node-" + i, both, random.nextLong()));
    }
    posts.forEach(NodePost::work);
    for (NodePost post : posts) {
      post.awaitWrites(50 + random.nextInt(50));
    }
    primary.cluster().kill();
    standby.promote();
    for (NodePost post : posts) {
      post.awaitWrites(20);
    }
    for (NodePost post : posts) {
      vault.acknowledged().addAll(post.rest());
      vault.acknowledged().addAll(post.leave());
    }
    Chapter.Sum sum = vault.sum(1);
    System.out.println("promoted standby, nodes: " + NODES + ", " + sum);
    assertThat(sum.writes()).isGreaterThan(100);
  }
}

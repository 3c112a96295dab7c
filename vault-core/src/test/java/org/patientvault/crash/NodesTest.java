package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.stores.PostgresServer;

/**
 * P8 and P1 for several processes with one vault open, on a server that is killed as they are.
 *
 * <p>Seeds and their properties as in {@link CrashTest}.
 */
@Tag("once")
class NodesTest {
  private static final long FIRST_SEED = Long.getLong("crash.seed", 2026);
  private static final int CHAPTERS = Integer.getInteger("crash.chapters", 10);
  private static final int KILLS = Integer.getInteger("crash.kills", 50);

  @TempDir Path folder;
  private PostgresServer server;

  @BeforeEach
  void ownServer() {
    server = PostgresServer.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void fifteenKillsAmongThreeNodes_loseNothing() throws Exception {
    Chapter.Sum sum = chapter(FIRST_SEED, 15);
    assertThat(sum.writes()).isPositive();
    assertThat(sum.values()).isPositive();
  }

  @Test
  @Tag("soak")
  void fiveHundredKillsAmongThreeNodes_loseNothing() throws Exception {
    Chapter.Sum sum = new Chapter.Sum(0, 0, 0, 0);
    for (long seed = FIRST_SEED; seed < FIRST_SEED + CHAPTERS; seed++) {
      sum = sum.plus(chapter(seed, KILLS));
      System.out.println("so far " + told(sum));
    }
    assertThat(sum.kills()).isEqualTo(CHAPTERS * KILLS);
  }

  private Chapter.Sum chapter(long seed, int kills) throws Exception {
    System.out.println("crash.seed=" + seed);
    Path own = Files.createDirectory(folder.resolve("" + seed));
    Chapter.Sum sum = NodesChapter.run(own, server, seed, kills);
    System.out.println("crash.seed=" + seed + " " + told(sum));
    Inspection.delete(own);
    return sum;
  }

  private static String told(Chapter.Sum sum) {
    return "nodes: " + NodesChapter.NODES + ", " + sum;
  }
}

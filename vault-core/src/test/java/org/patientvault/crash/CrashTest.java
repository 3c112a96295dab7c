package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * P8 and P1: nothing acknowledged is lost, and nothing is released without its entry.
 *
 * <p>A seed makes a vault and its kills; a failure names it. {@code -Dcrash.seed=N} begins with
 * that one, {@code -Dcrash.chapters=1} ends with it, {@code -Dcrash.kills=N} kills more or less.
 */
@Tag("once")
class CrashTest {
  private static final long FIRST_SEED = Long.getLong("crash.seed", 2026);
  private static final int CHAPTERS = Integer.getInteger("crash.chapters", 20);
  private static final int KILLS = Integer.getInteger("crash.kills", 50);
  private static final int AT_ONCE = 2;

  @TempDir Path folder;

  @Test
  void fifteenKills_loseNothing() throws Exception {
    Chapter.Sum sum = chapter(FIRST_SEED, 15);
    System.out.println(sum);
    assertThat(sum.kills()).isEqualTo(15);
    assertThat(sum.writes()).isPositive();
    assertThat(sum.values()).isPositive();
  }

  @Test
  @Tag("soak")
  void aThousandKills_loseNothing() throws Exception {
    Chapter.Sum sum = new Chapter.Sum(0, 0, 0, 0);
    ExecutorService killers = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Callable<Chapter.Sum>> chapters = new ArrayList<>();
      for (long seed = FIRST_SEED; seed < FIRST_SEED + CHAPTERS; seed++) {
        long one = seed;
        chapters.add(() -> chapter(one, KILLS));
      }
      CompletionService<Chapter.Sum> ended = new ExecutorCompletionService<>(killers);
      chapters.forEach(ended::submit);
      for (int i = 0; i < CHAPTERS; i++) {
        sum = sum.plus(ended.take().get());
        System.out.println("so far " + sum);
      }
    } finally {
      killers.shutdownNow();
    }
    assertThat(sum.kills()).isEqualTo(CHAPTERS * KILLS);
  }

  private Chapter.Sum chapter(long seed, int kills) throws Exception {
    System.out.println("crash.seed=" + seed);
    Path own = Files.createDirectory(folder.resolve("" + seed));
    Chapter.Sum sum = Chapter.run(own, seed, kills);
    System.out.println("crash.seed=" + seed + " " + sum);
    Inspection.delete(own);
    return sum;
  }
}

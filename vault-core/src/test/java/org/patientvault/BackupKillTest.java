package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.stores.SqliteDatabase;
import org.patientvault.stores.TestDatabase;

/**
 * P8: who makes a backup is killed at random moments. Where it has its name it is whole; where it
 * has not, the next one to that name works.
 */
@Tag("once")
class BackupKillTest {
  private static final long SEED = Long.getLong("backup.seed", 2026);

  @TempDir Path folder;

  @Test
  void killedFifteenTimes_isWholeOrIsMadeAgain() throws Exception {
    killed(15);
  }

  @Test
  @Tag("soak")
  void killedAHundredTimes_isWholeOrIsMadeAgain() throws Exception {
    killed(100);
  }

  private void killed(int kills) throws Exception {
    Random random = new Random(SEED);
    KilledBackup victim = new KilledBackup();
    int whole = 0;
    int again = 0;
    try (TestDatabase database = new SqliteDatabase();
        ErasurePlace place = ErasurePlace.in(database, folder, Clock.systemUTC())) {
      for (int kill = 0; kill < kills; kill++) {
        String prefix = folder.resolve("run-" + kill).toString();
        int said =
            victim.killed(
                folder,
                1 + random.nextInt(3),
                random,
                List.of(
                    "backup",
                    database.location(),
                    folder.resolve("a.p12").toString(),
                    place.register.toString(),
                    prefix));
        for (int i = 0; i <= said; i++) {
          Path backup = Path.of(prefix + "-" + i);
          if (Files.exists(backup)) {
            whole++;
          } else {
            assertThat(i).as("said to be made: %s", backup).isEqualTo(said);
            place.administration().backup(backup);
            again++;
          }
          assertThat(Vault.verifyBackup(backup, Optional.of(place.publicKeys())).trusted())
              .as("seed %d, kill %d", SEED, kill)
              .isTrue();
          assertThat(folder.resolve(backup.getFileName() + ".manifest")).exists();
        }
        assertThat(place.findings()).isEmpty();
      }
    }
    System.out.printf(
        "backup.seed=%d kills: %d, backups: %d, made again: %d%n", SEED, kills, whole, again);
    assertThat(again).isGreaterThan(kills / 2);
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.SqliteDatabase;
import org.patientvault.stores.TestDatabase;

/**
 * P8: who puts a backup back is killed at random moments. There is a whole vault then, in which
 * nobody who was erased is back, or nothing, and it can be run again.
 */
@Tag("once")
class RestoreKillTest {
  private static final long SEED = Long.getLong("restore.seed", 2026);

  @TempDir Path folder;

  private final KilledBackup victim = new KilledBackup();
  private ErasurePlace place;
  private Path backup;
  private int whole;
  private int again;

  @Test
  void killedFifteenTimes_isWholeOrNotThere() throws Exception {
    killed(8, 7);
  }

  @Test
  @Tag("soak")
  void killedTwoHundredTimes_isWholeOrNotThere() throws Exception {
    killed(100, 100);
  }

  private void killed(int intoFile, int intoServer) throws Exception {
    Random random = new Random(SEED);
    try (TestDatabase database = new SqliteDatabase();
        ErasurePlace made = ErasurePlace.in(database, folder, Clock.systemUTC())) {
      place = made;
      place.erasures().setRule(new ErasureRule(0, 35));
      backup = folder.resolve("monday.backup");
      place.administration().backup(backup);
      place.erase(place.anna);
      victim.measured(folder, arguments(folder.resolve("first").toString()));
      for (int kill = 0; kill < intoFile; kill++) {
        kill(Files.createDirectory(folder.resolve("f" + kill)).resolve("v").toString(), random);
      }
      try (TestDatabase first = PostgresServer.shared().newDatabase()) {
        victim.measured(folder, arguments(first.location()));
      }
      for (int kill = 0; kill < intoServer; kill++) {
        try (TestDatabase target = PostgresServer.shared().newDatabase()) {
          kill(target.location(), random);
        }
      }
    }
    System.out.printf(
        "restore.seed=%d kills: %d, whole: %d, restored again: %d%n",
        SEED, intoFile + intoServer, whole, again);
    assertThat(again).isGreaterThan((intoFile + intoServer) / 3);
    assertThat(whole).isPositive();
  }

  private void kill(String target, Random random) throws Exception {
    int said = victim.killed(folder, 1, random, arguments(target));
    if (isThere(target)) {
      whole++;
      assertThatThrownBy(() -> restore(target)).isInstanceOf(VaultException.Refused.class);
    } else {
      assertThat(said).as("said to be restored").isZero();
      restore(target);
      again++;
    }
    check(target);
  }

  private List<String> arguments(String target) {
    return List.of(
        "restore",
        target,
        folder.resolve("a.p12").toString(),
        place.register.toString(),
        backup.toString());
  }

  private void restore(String target) {
    Vault.restore(
        backup,
        target,
        List.of(place.unlock),
        ErasurePlace.ADMIN,
        RestoreOptions.of("disk failed", place.register).withVault(place.options()));
  }

  private static boolean isThere(String target) throws Exception {
    if (!target.startsWith("jdbc:")) {
      return Files.exists(Path.of(target));
    }
    try (Connection connection = DriverManager.getConnection(target);
        ResultSet tables =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT count(*) FROM information_schema.tables WHERE table_schema NOT IN"
                        + " ('pg_catalog', 'information_schema')")) {
      tables.next();
      return tables.getInt(1) > 0;
    }
  }

  private void check(String target) throws Exception {
    assertThat(Vault.verifyRecords(target, place.unlock).findings()).isEmpty();
    try (Vault vault = Vault.open(target, List.of(place.unlock), place.options())) {
      Session physician = vault.as(ErasurePlace.PHYSICIAN, Purpose.TREAT);
      assertThatThrownBy(() -> physician.read(ErasurePlace.pressure(place.anna)))
          .isInstanceOf(VaultException.Erased.class);
      assertThat(physician.find(ErasurePlace.BERT)).contains(place.bert);
      assertThat(physician.read(ErasurePlace.pressure(place.bert)).get("valueString").asText())
          .isEqualTo("130/90");
    }
    if (!target.startsWith("jdbc:")) {
      try (Stream<Path> left = Files.list(Path.of(target).getParent())) {
        assertThat(left.map(each -> each.getFileName().toString()))
            .noneMatch(name -> name.startsWith(".restoring"));
      }
    }
  }
}

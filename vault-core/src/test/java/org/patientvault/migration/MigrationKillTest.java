package org.patientvault.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.MigrationOptions;
import org.patientvault.MigrationReport;
import org.patientvault.Vault;
import org.patientvault.audit.EventCode;
import org.patientvault.model.Actor;
import org.patientvault.stores.Stores;
import org.patientvault.stores.TestDatabase;

/**
 * P8: who moves a table in is killed at random moments, and started again each time: no row is
 * lost, none is half there, none is there twice.
 */
@Tag("once")
class MigrationKillTest {
  private static final long SEED = Long.getLong("migration.seed", 2026);

  @TempDir Path folder;

  /** So slow that the last kill comes before the end. */
  @Test
  void killedFifteenTimes_isResumedAndEveryRowIsThereOnce() throws Exception {
    killed(15, Stores.SQLITE, Stores.SQLITE, 3_000, 1_500);
  }

  @Test
  @Tag("soak")
  void killedAHundredTimes_isResumedAndEveryRowIsThereOnce() throws Exception {
    killed(100, Stores.SQLITE, Stores.POSTGRES, 60_000, 3_000);
  }

  @Test
  @Tag("soak")
  void killedWhileMovingIntoPostgres_isResumedAndEveryRowIsThereOnce() throws Exception {
    killed(100, Stores.POSTGRES, Stores.SQLITE, 60_000, 3_000);
  }

  private void killed(int kills, Stores into, Stores from, int rows, int rate) throws Exception {
    Random random = new Random(SEED);
    try (PlainTable table = new PlainTable(from);
        TestDatabase database = into.fresh()) {
      Ward.fill(table, rows);
      MigratingProcess.createVault(folder, database);
      int moving = 0;
      for (int i = 0; i < kills; i++) {
        moving += MigrationRun.start(folder, database, table, rate).killAfter(random) ? 1 : 0;
      }
      String end = MigrationRun.start(folder, database, table, 0).toTheEnd();
      long made = Long.parseLong(end.split(" ", -1)[2]);
      System.out.printf(
          "migration.seed=%d kills: %d, of them while rows were moved: %d, rows: %d, left for the"
              + " last run: %d%n",
          SEED, kills, moving, rows, made);
      assertThat(end).as("complete, nothing written twice").startsWith("END true ").endsWith(" 0");
      assertThat(moving).as("kills while rows were moved").isGreaterThanOrEqualTo(kills / 2);
      assertEachRowOnce(database, table, rows);
      assertThat(
              Vault.verifyRecords(database.location(), MigratingProcess.unlock(folder)).findings())
          .isEmpty();
    }
  }

  /** By the log, by the fingerprints of all, and some of them read back. */
  private void assertEachRowOnce(TestDatabase database, PlainTable table, int rows) {
    try (Vault vault = Vault.open(database.location(), MigratingProcess.unlock(folder))) {
      assertThat(writes(vault, EventCode.CREATE)).isEqualTo(rows);
      assertThat(writes(vault, EventCode.UPDATE)).isZero();
      MigrationReport report =
          Ward.migration(vault, table, Ward.MAPPING).check(MigrationOptions.defaults());
      assertThat(report.unchanged()).isEqualTo(report.rows()).isEqualTo(rows);
      for (int id = 1; id <= rows; id += rows / 20) {
        assertThat(Ward.value(vault, Ward.mrn(id), Integer.toString(id), "note").asText())
            .isEqualTo(Ward.note(id));
      }
    }
  }

  private static long writes(Vault vault, EventCode event) {
    return vault.auditTrail(Actor.of("auditor", "auditor")).entries(0, 100_000).stream()
        .filter(line -> line.entry().event() == event)
        .count();
  }
}

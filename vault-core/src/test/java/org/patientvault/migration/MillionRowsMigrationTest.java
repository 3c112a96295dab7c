package org.patientvault.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.patientvault.MigrationOptions;
import org.patientvault.MigrationReport;
import org.patientvault.Vault;
import org.patientvault.stores.Stores;
import org.patientvault.stores.TestDatabase;

/** A hospital's table of visits, a million rows, is moved in, by a process of 256 MiB. */
@Tag("soak")
class MillionRowsMigrationTest {
  private static final int ROWS = Integer.getInteger("migration.rows", 1_000_000);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Stores.class)
  void millionRows_killedTwice_areAllThereOnce(Stores store) throws Exception {
    try (PlainTable table = new PlainTable(store);
        TestDatabase database = store.fresh()) {
      Ward.fill(table, ROWS);
      MigratingProcess.createVault(folder, database);
      Instant begin = Instant.now();
      MigrationRun.start(folder, database, table, 0).killAtRow(ROWS / 3);
      MigrationRun.start(folder, database, table, 0).killAtRow(2 * (ROWS / 3));
      String end = MigrationRun.start(folder, database, table, 0).toTheEnd();
      Duration moving = Duration.between(begin, Instant.now());

      assertThat(end).as("complete, nothing written twice").startsWith("END true ").endsWith(" 0");
      assertThat(table.number("SELECT count(*) FROM visit")).isEqualTo(ROWS);
      MigrationReport report = compare(database, table);
      System.out.printf("%s, %d rows, killed twice: %s, %s%n", store, ROWS, moving, end);
      assertThat(report.unchanged()).isEqualTo(report.rows()).isEqualTo(ROWS);
      assertThat(report.comparison().orElseThrow().records()).isEqualTo(ROWS);
      assertThat(
              Vault.verifyRecords(database.location(), MigratingProcess.unlock(folder)).findings())
          .isEmpty();
    }
  }

  /** Once more to the end: everything is there, and the vault counts as many records. */
  private MigrationReport compare(TestDatabase database, PlainTable table) {
    try (Vault vault = Vault.open(database.location(), MigratingProcess.unlock(folder))) {
      MigrationReport again =
          Ward.migration(vault, table, Ward.MAPPING).run(MigrationOptions.defaults());
      for (int id = 1; id <= ROWS; id += Math.max(1, ROWS / 200)) {
        assertThat(Ward.value(vault, Ward.mrn(id), Integer.toString(id), "note").asText())
            .isEqualTo(Ward.note(id));
      }
      return again;
    }
  }
}

package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.JobOptions;
import org.patientvault.JobStatus;
import org.patientvault.KeyAdministration;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;
import org.patientvault.stores.SqliteDatabase;

/** P5 and P8 when the disk is full in the middle of a job, and when two want to renew at once. */
@Tag("once")
class DisturbedRotationTest {
  private static final int PATIENTS = 150;
  private static final int MORE_PAGES = 4;

  @TempDir Path folder;

  @Test
  void diskFullInTheMiddle_isToldAndTheJobGoesOnWhenThereIsRoom() throws SQLException {
    try (SqliteDatabase database = new SqliteDatabase()) {
      Clinic clinic = Clinic.with(PATIENTS, database, folder);
      List<String> before = clinic.values(clinic.vault);
      clinic.close();
      int refused = 0;
      while (!renewed(database, clinic, refused > 0)) {
        refused++;
        assertThat(clinic.findings()).isEmpty();
      }
      assertThat(refused).isGreaterThan(2);
      try (Vault roomy = clinic.node("roomy")) {
        assertThat(Clinic.keys(roomy).census().underOlderKeys(KeyLevel.PATIENTS)).isZero();
        assertThat(clinic.values(roomy)).isEqualTo(before);
      }
      assertThat(clinic.findings()).isEmpty();
    }
  }

  /** Goes on with a little more room than is taken up now; says whether that was enough. */
  private static boolean renewed(SqliteDatabase database, Clinic clinic, boolean begun)
      throws SQLException {
    String location =
        "jdbc:sqlite:" + database.file() + "?max_page_count=" + (pages(database) + MORE_PAGES);
    try (Vault vault =
        Vault.open(location, List.of(clinic.unlock), VaultOptions.defaults().withNode("full"))) {
      KeyAdministration keys = Clinic.keys(vault);
      boolean open = begun && keys.jobs().stream().anyMatch(job -> !job.ended());
      JobStatus job =
          open
              ? keys.resume("", JobOptions.defaults())
              : keys.rotate(KeyLevel.PATIENTS, JobOptions.defaults());
      return job.proven();
    } catch (VaultException.AuditUnavailable | VaultException.StorageFailed e) {
      assertThat(e).hasMessageContaining("full").hasMessageContaining("make room");
      return false;
    }
  }

  private static long pages(SqliteDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA page_count")) {
      return rows.getLong(1);
    }
  }

  @Test
  void twoAdministratorsAtOnce_oneRenewsAndTheOtherIsTold() throws Exception {
    try (SqliteDatabase database = new SqliteDatabase();
        Clinic clinic = Clinic.with(PATIENTS, database, folder);
        Vault second = clinic.node("second")) {
      CyclicBarrier together = new CyclicBarrier(2);
      List<CompletableFuture<JobStatus>> both =
          List.of(renewing(clinic.vault, together), renewing(second, together));
      List<JobStatus> renewed = new ArrayList<>();
      for (CompletableFuture<JobStatus> each : both) {
        try {
          renewed.add(each.join());
        } catch (CompletionException e) {
          assertThat(e)
              .hasCauseInstanceOf(VaultException.Refused.class)
              .hasMessageContaining("job");
        }
      }
      assertThat(renewed).singleElement().matches(JobStatus::proven);
      assertThat(clinic.keys().jobs()).hasSize(1);
      assertThat(clinic.findings()).isEmpty();
    }
  }

  private static CompletableFuture<JobStatus> renewing(Vault vault, CyclicBarrier together) {
    return CompletableFuture.supplyAsync(
        () -> {
          await(together);
          // Slow enough for the second to come while the first is at it.
          return Clinic.keys(vault)
              .rotate(KeyLevel.PATIENTS, JobOptions.defaults().withRate(PATIENTS));
        });
  }

  private static void await(CyclicBarrier together) {
    try {
      together.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

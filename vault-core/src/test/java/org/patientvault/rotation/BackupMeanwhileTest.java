package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Administration;
import org.patientvault.JobOptions;
import org.patientvault.JobStatus;
import org.patientvault.RestoreOptions;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.model.Actor;
import org.patientvault.model.KeyLevel;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/**
 * P5 and P8: backups are made while all records are sealed again under new keys. Each is put back,
 * reads as before, and goes on with the job where it was.
 */
@Tag("once")
@OnBothStores
class BackupMeanwhileTest {
  private static final Actor ADMIN = Actor.of("kim", "admin");
  private static final int PATIENTS = 70;
  private static final int BACKUPS = 2;

  @TempDir Path folder;

  @Test
  void backupInTheMiddleOfAJob_isPutBackAndTheJobGoesOn(TestDatabase database) throws Exception {
    try (Clinic clinic = Clinic.with(PATIENTS, database, folder)) {
      List<String> before = clinic.values(clinic.vault);
      CountDownLatch begun = new CountDownLatch(1);
      JobOptions slowly =
          JobOptions.defaults().withRate(PATIENTS).withProgress(page -> begun.countDown());
      CompletableFuture<JobStatus> job =
          CompletableFuture.supplyAsync(() -> clinic.keys().rotate(KeyLevel.PATIENTS, slowly));
      assertThat(begun.await(1, TimeUnit.MINUTES)).as("pages are renewed").isTrue();
      List<Path> backups = new ArrayList<>();
      for (int i = 0; i < BACKUPS; i++) {
        Path backup = folder.resolve("backup-" + i);
        Administration administration = clinic.vault.administration(ADMIN);
        administration.backup(backup);
        backups.add(backup);
      }
      assertThat(job).as("the job was slow enough").isNotDone();
      for (Path backup : backups) {
        assertThat(restored(clinic, backup)).isEqualTo(before);
      }
      assertThat(job.join().proven()).isTrue();
      assertThat(clinic.values(clinic.vault)).isEqualTo(before);
    }
  }

  /** What is read before and after the job came to its end in the vault that was put back. */
  private List<String> restored(Clinic clinic, Path backup) throws Exception {
    Path register = Files.createDirectories(folder.resolve("register"));
    String target = backup + ".vault";
    Vault.restore(
        backup, target, List.of(clinic.unlock), ADMIN, RestoreOptions.of("disk", register));
    try (Vault vault =
        Vault.open(target, List.of(clinic.unlock), VaultOptions.defaults().withNode("new"))) {
      List<String> values = clinic.values(vault);
      JobStatus open = Clinic.keys(vault).jobs().get(0);
      assertThat(open.ended()).isFalse();
      JobStatus ended = Clinic.keys(vault).resume(open.id(), JobOptions.defaults());
      assertThat(ended.proven()).isTrue();
      assertThat(Clinic.keys(vault).census().underOlderKeys(KeyLevel.PATIENTS)).isZero();
      assertThat(clinic.values(vault)).isEqualTo(values);
      assertThat(Vault.verifyRecords(target, clinic.unlock).findings()).isEmpty();
      return values;
    }
  }
}

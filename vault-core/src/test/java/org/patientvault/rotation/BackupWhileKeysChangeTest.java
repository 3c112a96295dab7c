package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.BackupKeys;
import org.patientvault.Backups;
import org.patientvault.JobOptions;
import org.patientvault.audit.BackupManifest;
import org.patientvault.model.Actor;
import org.patientvault.model.KeyLevel;
import org.patientvault.stores.SqliteDatabase;
import org.patientvault.stores.TestDatabase;

/** The log names every key that a backup holds: else one of them is destroyed too soon. */
@Tag("once")
class BackupWhileKeysChangeTest {
  private static final int RENEWALS = 12;

  @TempDir Path folder;

  @Test
  void keyMadeBetweenTheEntryAndTheCopy_isNamed() {
    try (TestDatabase database = new SqliteDatabase();
        Clinic clinic = Clinic.with(1, database, folder)) {
      CompletableFuture<Void> renewing =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < RENEWALS; i++) {
                  clinic.keys().rotate(KeyLevel.INDEX_SEAL, JobOptions.defaults());
                }
              });
      Backups backups = clinic.vault.administration(Actor.of("kim", "admin")).backups();
      List<BackupManifest> made = new ArrayList<>();
      while (!renewing.isDone()) {
        made.add(backups.make(folder.resolve("backup-" + made.size())));
      }
      renewing.join();
      assertThat(made).hasSizeGreaterThan(2);
      List<BackupKeys> told = backups.all();
      for (BackupManifest each : made) {
        assertThat(told(told, each.contents().id()))
            .containsAll(numbers(each.contents().keys().get("index-seal")));
      }
    }
  }

  private static List<Integer> told(List<BackupKeys> all, String id) {
    Map<KeyLevel, List<Integer>> keys =
        all.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow().keys();
    return keys.get(KeyLevel.INDEX_SEAL);
  }

  private static List<Integer> numbers(String text) {
    return Stream.of(text.split(",")).map(Integer::valueOf).toList();
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P9: opened patient keys stay in memory for as long, as often and as many as was said. */
@Tag("once")
@OnBothStores
class PatientKeyCacheTest {
  private static final Duration AGE = Duration.ofMinutes(5);

  @TempDir Path folder;

  private TokenVault vault(TestDatabase database, int uses, int entries) {
    VaultOptions options = VaultOptions.defaults().withNode("one").withKeyCache(AGE, uses, entries);
    return TokenVault.in(database, folder, options);
  }

  /** How many keys are unwrapped while {@code work} runs. */
  private static long unwraps(TokenVault vault, Runnable work) {
    long before = vault.vault.engine().patientKeys.unwraps();
    work.run();
    return vault.vault.engine().patientKeys.unwraps() - before;
  }

  private static void cold(TokenVault vault) {
    vault.vault.engine().patientKeys.clear();
  }

  @Test
  void sixtyFourThreadsOnAColdKey_causeOneUnwrap(TestDatabase database) {
    try (TokenVault vault = vault(database, 100_000, 100_000)) {
      cold(vault);
      assertThat(unwraps(vault, () -> readTogether(vault, 64))).isEqualTo(1);
    }
  }

  private static void readTogether(TokenVault vault, int many) {
    ExecutorService threads = Executors.newFixedThreadPool(many);
    CyclicBarrier together = new CyclicBarrier(many);
    List<Callable<String>> readers = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      readers.add(
          () -> {
            together.await();
            return vault.value();
          });
    }
    try {
      for (Future<String> each : threads.invokeAll(readers)) {
        assertThat(each.get()).isEqualTo(OneRecord.VALUE);
      }
    } catch (Exception e) {
      throw new AssertionError("a reader failed", e);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void age_isMeasuredWithoutTheWallClock(TestDatabase database) {
    try (TokenVault vault = vault(database, 100_000, 100_000)) {
      cold(vault);
      assertThat(unwraps(vault, vault::value)).isEqualTo(1);
      vault.clock.set(Duration.ofDays(1));
      vault.pass(AGE.minusSeconds(1));
      assertThat(unwraps(vault, vault::value)).as("not older than it may be").isZero();
      vault.pass(Duration.ofSeconds(2));
      assertThat(unwraps(vault, vault::value)).as("too old").isEqualTo(1);
    }
  }

  @Test
  void uses_areCounted(TestDatabase database) {
    try (TokenVault vault = vault(database, 4, 100_000)) {
      cold(vault);
      long once = usesOfOneRead(vault);
      long reads = 40;
      cold(vault);
      long unwraps =
          unwraps(
              vault,
              () -> {
                for (int i = 0; i < reads; i++) {
                  vault.value();
                }
              });
      assertThat(unwraps).isEqualTo(reads * once / 4);
    }
  }

  /** A read asks for the key more than once; with one use each time, each asking unwraps. */
  private long usesOfOneRead(TokenVault vault) {
    VaultOptions single = VaultOptions.defaults().withNode("single").withKeyCache(AGE, 1, 100_000);
    try (Vault other =
        Vault.open(vault.database.location(), List.of(vault.token.unlock()), single)) {
      TokenVault.physician(other).read(vault.key);
      return other.engine().patientKeys.unwraps();
    }
  }

  @Test
  void entries_areLimited(TestDatabase database) {
    try (TokenVault vault = vault(database, 100_000, 4)) {
      List<RecordKey> keys = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        PatientRef patient = vault.physician().admit(new PatientIdentifier("urn:mrn", "p" + i));
        RecordKey key = RecordKey.of(patient, "Observation", "o");
        vault.physician().create(key, OneRecord.fields("v"));
        keys.add(key);
      }
      cold(vault);
      Runnable all = () -> keys.forEach(vault.physician()::read);
      assertThat(unwraps(vault, all)).isEqualTo(32);
      assertThat(unwraps(vault, all)).as("at most 4 of 32 are still there").isBetween(28L, 32L);
    }
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Closing signs the whole log, whoever closes and however often. */
@OnBothStores
class ClosingTest {
  @TempDir Path folder;
  private TestDatabase database;
  private Vault vault;

  @BeforeEach
  void anOpenVaultWithUnsignedEntries(TestDatabase fresh) {
    database = fresh;
    Unlock unlock =
        Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    vault = Vault.create(database.location(), unlock);
    vault
        .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
        .admit(new PatientIdentifier("urn:mrn", "1"));
  }

  @Test
  void close_inAnInterruptedThread_signsTheWholeLogAndLeavesTheThreadInterrupted()
      throws Exception {
    Thread.currentThread().interrupt();
    vault.close();
    assertThat(Thread.interrupted()).isTrue();
    assertWholeLogIsSigned();
  }

  @Test
  void close_aSecondTime_doesNothing() throws Exception {
    vault.close();
    vault.close();
    assertWholeLogIsSigned();
  }

  @Test
  void close_byManyThreadsAtOnce_isDoneOnceAndFailsNobody() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> closers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        closers.add(
            () -> {
              vault.close();
              return true;
            });
      }
      for (Future<Boolean> each : threads.invokeAll(closers)) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    assertWholeLogIsSigned();
  }

  private void assertWholeLogIsSigned() throws Exception {
    try (LockedDatabase now = new LockedDatabase(database)) {
      assertThat(now.number("SELECT max(size) FROM log_checkpoint"))
          .isEqualTo(now.number("SELECT count(*) FROM log_entry"));
    }
  }
}

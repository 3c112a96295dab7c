package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.model.Actor;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Whether a caller commits alone or in a batch with others, each read has an entry of its own. */
@OnBothStores
class ManyCallersTest {
  private static final int CALLERS = 16;
  private static final int READS = 40;

  @TempDir Path folder;
  private OneRecord one;

  @BeforeEach
  void vaultWithOneRecord(TestDatabase database) {
    one = OneRecord.in(database, folder);
  }

  @AfterEach
  void close() {
    one.close();
  }

  @Test
  void manyCallersAtOnce_eachReadHasItsOwnEntry() throws Exception {
    Set<Long> entries = new HashSet<>();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<List<Long>>> reading = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        reading.add(callers.submit(this::read));
      }
      for (Future<List<Long>> each : reading) {
        entries.addAll(each.get());
      }
    } finally {
      callers.shutdown();
    }
    assertThat(entries).hasSize(CALLERS * READS);
    assertThat(loggedReads()).isEqualTo(CALLERS * READS);
  }

  private List<Long> read() {
    List<Long> entries = new ArrayList<>();
    for (int i = 0; i < READS; i++) {
      entries.add(one.physician.read(one.key).logIndex());
    }
    return entries;
  }

  private long loggedReads() {
    return one.vault.auditTrail(Actor.of("auditor", "auditor")).entries(0, 10_000).stream()
        .filter(line -> line.entry().event() == EventCode.READ)
        .count();
  }

  @Test
  void interruptedCaller_getsNothingAndHurtsNobody() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> one.physician.read(one.key))
        .isInstanceOf(VaultException.AuditUnavailable.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.model.Actor;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P9 and P10 when another process keeps the database and more callers come than may queue. */
@Tag("once")
@OnBothStores
class FullQueueTest {
  private static final int QUEUED = 2;
  private static final int CALLERS = 8;

  @TempDir Path folder;
  private OneRecord one;

  @BeforeEach
  void vaultWithAShortQueue(TestDatabase database) {
    VaultOptions usual = VaultOptions.defaults();
    VaultOptions small =
        usual
            .withPatience(Duration.ofMillis(500))
            .withQueued(QUEUED)
            .withPublishEvery(Duration.ofHours(1));
    one = OneRecord.in(database, folder, small);
  }

  @AfterEach
  void close() {
    one.close();
  }

  /** One is in the database, one at the head of the queue, two in it, and no place for the rest. */
  @Test
  void moreCallersThanPlaces_areAllRefusedAndNothingIsReleased() throws Exception {
    List<String> refusals = new ArrayList<>();
    try (LockedDatabase other = new LockedDatabase(one.database)) {
      other.lock();
      List<Caller<RecordView>> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(Caller.start(() -> one.physician.read(one.key)));
      }
      for (Caller<RecordView> each : callers) {
        refusals.add(refusal(each));
      }
      other.unlock();
    }
    assertThat(refusals).allMatch(each -> each.contains("nothing was released"));
    assertThat(refusals).filteredOn(each -> each.contains("kept the ")).hasSize(1);
    assertThat(refusals)
        .filteredOn(each -> each.contains("did not answer within 500 ms"))
        .hasSize(1 + QUEUED);
    assertThat(refusals)
        .filteredOn(each -> each.contains("queue stayed full for 500 ms"))
        .hasSize(CALLERS - 2 - QUEUED);
    assertThat(reads()).isZero();
    assertEverythingWorksAgain();
  }

  private static String refusal(Caller<RecordView> caller) {
    try {
      caller.result();
      throw new AssertionError("a record was released");
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(VaultException.AuditUnavailable.class);
      return String.valueOf(e.getCause().getMessage());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void assertEverythingWorksAgain() throws Exception {
    List<Caller<RecordView>> callers = new ArrayList<>();
    for (int i = 0; i < 1 + QUEUED; i++) {
      callers.add(Caller.start(() -> one.physician.read(one.key)));
    }
    for (Caller<RecordView> each : callers) {
      assertThat(each.result().get(OneRecord.FIELD).asText()).isEqualTo(OneRecord.VALUE);
    }
    assertThat(reads()).isEqualTo(callers.size());
    assertThat(one.findings()).isEmpty();
    assertThat(LogOf.verdict(one.vault, folder.resolve("bundle")).lines().get(0))
        .startsWith("VERIFIED ");
  }

  private long reads() {
    return one.vault.auditTrail(Actor.of("auditor", "auditor")).entries(0, 1_000).stream()
        .filter(line -> line.entry().event() == EventCode.READ)
        .count();
  }
}

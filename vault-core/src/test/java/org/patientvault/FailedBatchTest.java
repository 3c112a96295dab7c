package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.model.Actor;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P1 and P8 when the database refuses one row in the middle of a batch of many callers. */
@OnBothStores
@Tag("once")
class FailedBatchTest {
  private static final Actor AUDITOR = Actor.of("auditor", "auditor");
  private static final int READERS = 10;

  @TempDir Path folder;
  private OneRecord one;
  private RecordKey key;
  private TestDatabase database;
  private LockedDatabase locked;

  @BeforeEach
  void vaultWithOneRecord(TestDatabase fresh) throws Exception {
    database = fresh;
    one = OneRecord.in(database, folder);
    key = one.key;
    locked = new LockedDatabase(database);
  }

  @AfterEach
  void close() throws Exception {
    locked.close();
    one.close();
  }

  @Test
  void rowRefusedInTheMiddleOfABatch_failsAllOfItAndReleasesNothing() throws Exception {
    RecordKey inTheBatch = RecordKey.of(key.patient(), "Observation", "in-the-batch");
    long size = logSize();
    String middle = "NEW.idx = " + (size + READERS / 2);
    database.refuseEntries(locked.connection(), "one_row", middle);
    List<Caller<?>> callers = new ArrayList<>();
    locked.lock();
    Caller<RecordView> first = Caller.start(() -> one.physician.read(key));
    first.awaitCommitting();
    for (int i = 0; i < READERS; i++) {
      Session reader = as("dr.new" + i);
      callers.add(Caller.start(() -> reader.read(key)));
    }
    callers.add(
        Caller.start(() -> one.physician.create(inTheBatch, OneRecord.fields(OneRecord.VALUE))));
    callers.forEach(Caller::awaitWaiting);
    locked.unlock();

    assertThat(first.result().logIndex()).isEqualTo(size);
    for (Caller<?> each : callers) {
      assertThatThrownBy(each::result)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(VaultException.AuditUnavailable.class)
          .hasMessageContaining("nothing was released");
    }
    assertThat(logSize()).isEqualTo(size + 1);
    database.dropTrigger(locked.connection(), "one_row");
    assertEverythingWorksAgain(inTheBatch);
  }

  private void assertEverythingWorksAgain(RecordKey inTheBatch) {
    assertThat(one.physician.records(key.patient())).hasSize(1);
    assertThat(as("dr.new1").read(key).get("valueString").asText()).isEqualTo("120/80");
    one.physician.create(inTheBatch, OneRecord.fields(OneRecord.VALUE));
    assertThat(one.physician.records(key.patient())).hasSize(2);
    assertCountersHaveNoGap();
    assertThat(one.findings()).isEmpty();
    assertThat(LogOf.verdict(one.vault, folder.resolve("bundle")).lines().get(0))
        .startsWith("VERIFIED ");
  }

  private void assertCountersHaveNoGap() {
    Map<Integer, List<Long>> byBoot =
        one.vault.auditTrail(AUDITOR).entries(0, 1_000).stream()
            .map(line -> line.entry().stamp())
            .collect(
                Collectors.groupingBy(
                    stamp -> stamp.boot(),
                    Collectors.mapping(stamp -> stamp.counter(), Collectors.toList())));
    assertThat(byBoot).hasSize(3);
    byBoot
        .values()
        .forEach(
            counters ->
                assertThat(counters)
                    .isEqualTo(LongStream.rangeClosed(1, counters.size()).boxed().toList()));
  }

  @Test
  void rowRefusedToOneWhoComesAlone_releasesNothingAndLeavesNoEntry() throws Exception {
    long size = logSize();
    database.refuseEntries(locked.connection(), "one_row", "NEW.idx >= 0");
    assertThatThrownBy(() -> one.physician.read(key))
        .isInstanceOf(VaultException.AuditUnavailable.class)
        .hasMessageContaining("nothing was released");
    database.dropTrigger(locked.connection(), "one_row");
    assertThat(logSize()).isEqualTo(size);
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
    assertThat(one.vault.auditTrail(AUDITOR).entries(size, 100))
        .extracting(line -> line.entry().event())
        .containsExactly(EventCode.START, EventCode.READ, EventCode.LOG_READ);
  }

  private long logSize() throws Exception {
    return locked.number("SELECT size FROM log_head");
  }

  private Session as(String user) {
    return one.vault.as(Actor.of(user, "physician"), Purpose.TREAT);
  }
}

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;

/** P1 and P8 when the database refuses one row in the middle of a batch of many callers. */
class FailedBatchTest {
  private static final Actor AUDITOR = Actor.of("auditor", "auditor");
  private static final int READERS = 10;

  @TempDir Path folder;
  private Unlock unlock;
  private Vault vault;
  private Session session;
  private RecordKey key;
  private LockedDatabase database;

  @BeforeEach
  void vaultWithOneRecord() throws Exception {
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    vault = Vault.create(folder.resolve("a.vault"), unlock);
    session = as("dr.lea");
    key = RecordKey.of(session.admit(new PatientIdentifier("urn:mrn", "1")), "Observation", "bp");
    session.create(key, fields());
    database = new LockedDatabase(folder.resolve("a.vault"));
  }

  @AfterEach
  void close() throws Exception {
    database.close();
    vault.close();
  }

  @Test
  void rowRefusedInTheMiddleOfABatch_failsAllOfItAndReleasesNothing() throws Exception {
    RecordKey inTheBatch = RecordKey.of(key.patient(), "Observation", "in-the-batch");
    long size = logSize();
    database.execute(
        """
        CREATE TRIGGER one_row BEFORE INSERT ON log_entry WHEN NEW.idx = %d
        BEGIN SELECT RAISE(ABORT, 'this one row'); END\
        """
            .formatted(size + READERS / 2));
    List<Caller<?>> callers = new ArrayList<>();
    database.lock();
    Caller<RecordView> first = Caller.start(() -> session.read(key));
    first.awaitInDatabase();
    for (int i = 0; i < READERS; i++) {
      Session reader = as("dr.new" + i);
      callers.add(Caller.start(() -> reader.read(key)));
    }
    callers.add(Caller.start(() -> session.create(inTheBatch, fields())));
    callers.forEach(Caller::awaitWaiting);
    database.unlock();

    assertThat(first.result().logIndex()).isEqualTo(size);
    for (Caller<?> each : callers) {
      assertThatThrownBy(each::result)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(VaultException.AuditUnavailable.class)
          .hasMessageContaining("nothing was released");
    }
    assertThat(logSize()).isEqualTo(size + 1);
    database.execute("DROP TRIGGER one_row");
    assertEverythingWorksAgain(inTheBatch);
  }

  private void assertEverythingWorksAgain(RecordKey inTheBatch) {
    assertThat(session.records(key.patient())).hasSize(1);
    assertThat(as("dr.new1").read(key).get("valueString").asText()).isEqualTo("120/80");
    session.create(inTheBatch, fields());
    assertThat(session.records(key.patient())).hasSize(2);
    assertCountersHaveNoGap();
    assertThat(Vault.verifyRecords(folder.resolve("a.vault").toString(), unlock).findings())
        .isEmpty();
    assertThat(LogOf.verdict(vault, folder.resolve("bundle")).lines().get(0))
        .startsWith("VERIFIED ");
  }

  private void assertCountersHaveNoGap() {
    Map<Integer, List<Long>> byBoot =
        vault.auditTrail(AUDITOR).entries(0, 1_000).stream()
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
    database.execute(
        "CREATE TRIGGER one_row BEFORE INSERT ON log_entry BEGIN SELECT RAISE(ABORT, 'none'); END");
    assertThatThrownBy(() -> session.read(key))
        .isInstanceOf(VaultException.AuditUnavailable.class)
        .hasMessageContaining("nothing was released");
    database.execute("DROP TRIGGER one_row");
    assertThat(logSize()).isEqualTo(size);
    assertThat(session.read(key).get("valueString").asText()).isEqualTo("120/80");
    assertThat(vault.auditTrail(AUDITOR).entries(size, 100))
        .extracting(line -> line.entry().event())
        .containsExactly(EventCode.START, EventCode.READ, EventCode.LOG_READ);
  }

  private long logSize() throws Exception {
    return database.number("SELECT size FROM log_head");
  }

  private Session as(String user) {
    return vault.as(Actor.of(user, "physician"), Purpose.TREAT);
  }

  private static Map<String, FieldValue> fields() {
    return Map.of("valueString", FieldValue.text("120/80"));
  }
}

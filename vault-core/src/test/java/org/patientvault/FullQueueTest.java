package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
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

/** P9 and P10 when another process keeps the database and more callers come than may queue. */
class FullQueueTest {
  private static final int QUEUED = 2;
  private static final int CALLERS = 8;

  @TempDir Path folder;
  private Unlock unlock;
  private Vault vault;
  private Session session;
  private RecordKey key;

  @BeforeEach
  void vaultWithAShortQueue() {
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    VaultOptions usual = VaultOptions.defaults();
    VaultOptions small =
        usual
            .withPatience(Duration.ofMillis(500))
            .withQueued(QUEUED)
            .withPublishEvery(Duration.ofHours(1));
    vault = Vault.create(folder.resolve("a.vault").toString(), unlock, small);
    session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    key = RecordKey.of(session.admit(new PatientIdentifier("urn:mrn", "1")), "Observation", "bp");
    session.create(key, Map.of("valueString", FieldValue.text("120/80")));
  }

  @AfterEach
  void close() {
    vault.close();
  }

  /** One is in the database, one at the head of the queue, two in it, and no place for the rest. */
  @Test
  void moreCallersThanPlaces_areAllRefusedAndNothingIsReleased() throws Exception {
    List<String> refusals = new ArrayList<>();
    try (LockedDatabase other = new LockedDatabase(folder.resolve("a.vault"))) {
      other.lock();
      List<Caller<RecordView>> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(Caller.start(() -> session.read(key)));
      }
      for (Caller<RecordView> each : callers) {
        refusals.add(refusal(each));
      }
      other.unlock();
    }
    assertThat(refusals).allMatch(each -> each.contains("nothing was released"));
    assertThat(refusals).filteredOn(each -> each.contains("kept the vault locked")).hasSize(1);
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
      callers.add(Caller.start(() -> session.read(key)));
    }
    for (Caller<RecordView> each : callers) {
      assertThat(each.result().get("valueString").asText()).isEqualTo("120/80");
    }
    assertThat(reads()).isEqualTo(callers.size());
    assertThat(Vault.verifyRecords(folder.resolve("a.vault").toString(), unlock).findings())
        .isEmpty();
    assertThat(LogOf.verdict(vault, folder.resolve("bundle")).lines().get(0))
        .startsWith("VERIFIED ");
  }

  private long reads() {
    return vault.auditTrail(Actor.of("auditor", "auditor")).entries(0, 1_000).stream()
        .filter(line -> line.entry().event() == EventCode.READ)
        .count();
  }
}

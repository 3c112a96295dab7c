package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

/** Whether a caller commits alone or in a batch with others, each read has an entry of its own. */
class ManyCallersTest {
  private static final int CALLERS = 16;
  private static final int READS = 40;

  @TempDir Path folder;
  private Vault vault;
  private Session session;
  private RecordKey key;

  @BeforeEach
  void vaultWithOneRecord() {
    vault =
        Vault.create(
            folder.resolve("a.vault"), Unlock.passphrase("correct horse battery"::toCharArray));
    session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    key = RecordKey.of(session.admit(new PatientIdentifier("urn:mrn", "1")), "Observation", "bp-1");
    session.create(key, Map.of("valueString", FieldValue.text("120/80")));
  }

  @AfterEach
  void close() {
    vault.close();
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
      entries.add(session.read(key).logIndex());
    }
    return entries;
  }

  private long loggedReads() {
    return vault.auditTrail(Actor.of("auditor", "auditor")).entries(0, 10_000).stream()
        .filter(line -> line.entry().event() == EventCode.READ)
        .count();
  }

  @Test
  void interruptedCaller_getsNothingAndHurtsNobody() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> session.read(key))
        .isInstanceOf(VaultException.AuditUnavailable.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(session.read(key).get("valueString").asText()).isEqualTo("120/80");
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/**
 * P8: one vault open in several handles, and many threads in each, is one log without gap or fork.
 */
@Tag("once")
@OnBothStores
class SeveralHandlesTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);
  private static final Map<String, FieldValue> FIELDS =
      Map.of("valueString", FieldValue.text("120/80"));

  private TestDatabase database;
  private PatientRef patient;

  @BeforeEach
  void aVaultWithOnePatient(TestDatabase fresh) {
    database = fresh;
    try (Vault vault = Vault.create(database.location(), PASSPHRASE)) {
      patient = physician(vault).admit(new PatientIdentifier("urn:mrn", "1"));
    }
  }

  @Test
  void twoHandlesWritingAtOnce_loseNothingAndTheLogVerifies() throws Exception {
    try (Vault one = Vault.open(database.location(), PASSPHRASE);
        Vault two = Vault.open(database.location(), PASSPHRASE)) {
      List<Callable<Integer>> writers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Session session = physician(i % 2 == 0 ? one : two);
        RecordKey key = RecordKey.of(patient, "Observation", "bp-" + i);
        writers.add(
            () -> {
              session.create(key, FIELDS);
              return session.update(key, 1, Map.of("status", FieldValue.text("final")));
            });
      }
      assertThat(allOf(writers)).hasSize(16).containsOnly(2);
      assertThat(physician(two).records(patient)).hasSize(16);
    }
    assertThat(Vault.verifyRecords(database.location(), PASSPHRASE).findings()).isEmpty();
  }

  @Test
  void sameRevisionUpdatedInBothHandles_oneWinsTheOtherConflicts() {
    try (Vault one = Vault.open(database.location(), PASSPHRASE);
        Vault two = Vault.open(database.location(), PASSPHRASE)) {
      RecordKey key = RecordKey.of(patient, "Observation", "bp");
      physician(one).create(key, FIELDS);
      physician(two).update(key, 1, Map.of("status", FieldValue.text("final")));
      assertThatThrownBy(
              () -> physician(one).update(key, 1, Map.of("status", FieldValue.text("amended"))))
          .isInstanceOf(VaultException.Conflict.class);
      assertThat(physician(one).read(key).get("status").asText()).isEqualTo("final");
    }
  }

  @Test
  void callAfterClose_isAuditUnavailableAtOnce() {
    Vault vault = Vault.open(database.location(), PASSPHRASE);
    Session session = physician(vault);
    vault.close();
    assertThatThrownBy(() -> session.admit(new PatientIdentifier("urn:mrn", "late")))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void closingWhileOthersWrite_everyAcknowledgedRecordIsThere() throws Exception {
    Vault vault = Vault.open(database.location(), PASSPHRASE);
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      RecordKey key = RecordKey.of(patient, "Observation", "bp-" + i);
      writers.add(() -> acknowledged(() -> physician(vault).create(key, FIELDS)));
    }
    writers.add(
        6,
        () -> {
          vault.close();
          return 0;
        });
    int acknowledged = allOf(writers).stream().mapToInt(each -> each).sum();
    try (Vault again = Vault.open(database.location(), PASSPHRASE)) {
      assertThat(physician(again).records(patient)).hasSize(acknowledged);
    }
    assertThat(Vault.verifyRecords(database.location(), PASSPHRASE).findings()).isEmpty();
  }

  private static int acknowledged(Runnable write) {
    try {
      write.run();
      return 1;
    } catch (VaultException refused) {
      return 0;
    }
  }

  private static List<Integer> allOf(List<Callable<Integer>> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      List<Integer> results = new ArrayList<>();
      for (Future<Integer> each : threads.invokeAll(work)) {
        results.add(each.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  private static Session physician(Vault vault) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }
}

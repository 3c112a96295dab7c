package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.ErasureGround;
import org.patientvault.model.Actor;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** A patient is erased while others read, write, link, renew keys, close the log or erase too. */
@Tag("once")
@OnBothStores
class ErasureRacesTest {
  private static final int ROUNDS = 4;

  @TempDir Path folder;
  private ErasurePlace place;
  private Vault other;
  private final ExecutorService threads = Executors.newFixedThreadPool(16);

  @BeforeEach
  void twoNodes(TestDatabase database) {
    place = ErasurePlace.in(database, folder);
    VaultOptions node = place.options().withNode("other");
    other = Vault.open(database.location(), List.of(place.unlock), node);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    other.close();
    place.close();
  }

  private static Session physician(Vault vault) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }

  private Erasures erasuresOf(Vault vault) {
    return vault.administration(ErasurePlace.ADMIN).erasures();
  }

  /** A patient with one record, whose erasure is due. */
  private PatientRef due(String name) {
    PatientRef patient = place.physician().admit(new PatientIdentifier("urn:mrn", name));
    place.physician().create(ErasurePlace.pressure(patient), OneRecord.fields("120/80"));
    place.erasures().ask(patient, ErasureGround.REQUEST, "letter");
    place.clock.pass(Duration.ofDays(7));
    return patient;
  }

  /** Until it is said to stop; gives what stopped it, which must be that the patient is erased. */
  private Future<VaultException> untilErased(AtomicBoolean stop, Callable<?> work) {
    return threads.submit(
        () -> {
          while (!stop.get()) {
            try {
              work.call();
            } catch (VaultException.Erased e) {
              return e;
            } catch (VaultException.Conflict e) {
              // Somebody else wrote: again.
            }
          }
          return null;
        });
  }

  private void erasedWhile(String name, Vault eraser, Callable<?>... works) throws Exception {
    PatientRef patient = lastDue;
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<VaultException>> others = new ArrayList<>();
    for (Callable<?> work : works) {
      others.add(untilErased(stop, work));
    }
    Thread.sleep(50);
    EraseCertificate certificate = erasuresOf(eraser).erase(patient);
    for (Future<VaultException> each : others) {
      assertThat(each.get(60, TimeUnit.SECONDS)).as(name).isInstanceOf(VaultException.Erased.class);
    }
    stop.set(true);
    assertNothingIsLeft(patient);
    assertThat(certificate.patient()).isEqualTo(patient);
  }

  private PatientRef lastDue;

  private void assertNothingIsLeft(PatientRef patient) throws SQLException {
    try (Connection connection = place.database.connect()) {
      for (String table : List.of("patient_key", "record_index", "record_revision", "erasure")) {
        try (PreparedStatement rows =
            connection.prepareStatement("SELECT 1 FROM " + table + " WHERE patient = ?")) {
          rows.setBytes(1, patient.value().toArray());
          assertThat(rows.executeQuery().next()).as(table).isFalse();
        }
      }
    }
    assertThat(place.findings()).isEmpty();
  }

  @Test
  void writersAndReadersOnBothNodes_getNothingAfterwards() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      lastDue = due("written-" + round);
      PatientRef patient = lastDue;
      RecordKey key = ErasurePlace.pressure(patient);
      int[] written = {0};
      erasedWhile(
          "round " + round,
          round % 2 == 0 ? place.vault : other,
          () -> physician(place.vault).read(key),
          () -> physician(other).read(key),
          () ->
              physician(other)
                  .create(
                      RecordKey.of(patient, "Condition", "c" + written[0]++),
                      OneRecord.fields("x")),
          () -> physician(place.vault).history(key));
    }
  }

  /** An identifier that is linked between the look at all of them and the erasure. */
  @Test
  void identifiersLinkedMeanwhile_goToo() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      lastDue = due("linked-" + round);
      PatientRef patient = lastDue;
      List<PatientIdentifier> linked = Collections.synchronizedList(new ArrayList<>());
      AtomicBoolean stop = new AtomicBoolean();
      Vault linker = round % 2 == 0 ? place.vault : other;
      int number = round;
      Future<VaultException> linking =
          untilErased(
              stop,
              () -> {
                Thread.sleep(5);
                PatientIdentifier next =
                    new PatientIdentifier("urn:nir", number + "-" + linked.size());
                physician(linker).link(patient, next);
                return linked.add(next);
              });
      while (linked.size() < 2) {
        Thread.onSpinWait();
      }
      eraseAtLast(patient);
      assertThat(linking.get(60, TimeUnit.SECONDS)).isInstanceOf(VaultException.Erased.class);
      for (PatientIdentifier each : linked) {
        assertThat(place.physician().find(each)).isEmpty();
      }
      assertNothingIsLeft(patient);
    }
  }

  /** Who indexes anew, or begins another log, may be in the way for a while. */
  private void eraseAtLast(PatientRef patient) {
    for (int tried = 0; ; tried++) {
      try {
        place.erasures().erase(patient);
        return;
      } catch (VaultException.Conflict e) {
        assertThat(tried).isLessThan(50);
      }
    }
  }

  @Test
  void erasedOnBothNodesAtOnce_onceAndTheOtherIsTold() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      PatientRef patient = due("twice-" + round);
      CyclicBarrier together = new CyclicBarrier(2);
      List<Future<EraseCertificate>> both = new ArrayList<>();
      for (Vault each : List.of(place.vault, other)) {
        both.add(
            threads.submit(
                () -> {
                  together.await();
                  return erasuresOf(each).erase(patient);
                }));
      }
      int done = 0;
      for (Future<EraseCertificate> each : both) {
        try {
          each.get(60, TimeUnit.SECONDS);
          done++;
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(VaultException.Erased.class);
        }
      }
      assertThat(done).isEqualTo(1);
      assertNothingIsLeft(patient);
    }
    assertThat(place.erasures().missingCertificates()).isZero();
  }

  @Test
  void whileEachLevelOfKeysIsRenewed_andTheLogIsClosed() throws Exception {
    for (KeyLevel level :
        List.of(
            KeyLevel.PATIENTS,
            KeyLevel.INDEX_PATIENT,
            KeyLevel.INDEX_RECORD,
            KeyLevel.PATIENT_WRAP)) {
      PatientRef patient = due("renewed-" + level);
      Future<?> renewing =
          threads.submit(
              () ->
                  other
                      .administration(ErasurePlace.ADMIN)
                      .keys()
                      .rotate(level, JobOptions.defaults()));
      eraseAtLast(patient);
      renewing.get(120, TimeUnit.SECONDS);
      assertNothingIsLeft(patient);
    }
    PatientRef patient = due("closed");
    Future<?> closing = threads.submit(() -> other.administration(ErasurePlace.ADMIN).closeLog());
    eraseAtLast(patient);
    closing.get(120, TimeUnit.SECONDS);
    assertNothingIsLeft(patient);
  }

  /** The hold is there before the erasure commits, or it comes too late and says so. */
  @Test
  void heldMeanwhile_oneOfBothIsRefused() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      PatientRef patient = due("held-" + round);
      CyclicBarrier together = new CyclicBarrier(2);
      Future<VaultException> holding =
          threads.submit(
              () -> {
                together.await();
                try {
                  erasuresOf(other).hold(patient, "case 12");
                  return null;
                } catch (VaultException.Erased e) {
                  return e;
                }
              });
      together.await();
      VaultException refused = null;
      try {
        place.erasures().erase(patient);
      } catch (VaultException.Refused e) {
        refused = e;
      }
      VaultException late = holding.get(60, TimeUnit.SECONDS);
      assertThat(refused == null).isEqualTo(late != null);
      if (refused != null) {
        assertThat(place.physician().records(patient)).hasSize(1);
        place.erasures().release(patient, "closed");
      }
      assertThat(place.findings()).isEmpty();
    }
  }

  /** What a refused unit made is undone, the name that it gave the patient in a new log too. */
  @Test
  void refusedInALogThatDoesNotKnowThePatient_leavesNothingBehind() {
    PatientRef patient = due("refused");
    place.clock.pass(Duration.ofDays(-1));
    place.administration().closeLog();
    assertThatThrownBy(() -> place.erasures().erase(patient))
        .isInstanceOf(VaultException.Refused.class);
    place.physician().read(ErasurePlace.pressure(patient));
    assertThat(place.findings()).isEmpty();
    place.clock.pass(Duration.ofDays(1));
    place.erasures().erase(patient);
    assertThat(place.findings()).isEmpty();
  }

  /** More rows than one statement or batch takes. */
  @Test
  void twoThousandRevisions_goAtOnce() throws Exception {
    PatientRef patient = due("long");
    List<Future<?>> writing = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      RecordKey key = RecordKey.of(patient, "Condition", "c" + i);
      writing.add(threads.submit(() -> place.physician().create(key, OneRecord.fields("x"))));
    }
    for (Future<?> each : writing) {
      each.get(120, TimeUnit.SECONDS);
    }
    EraseCertificate certificate = place.erasures().erase(patient);
    assertThat(certificate.verify(place.publicKeys()).told().counts().revisions()).isEqualTo(2_001);
    assertNothingIsLeft(patient);
  }

  @Test
  void emergencyOpen_endsWithThePatient() {
    PatientRef patient = due("emergency");
    try (EmergencyAccess emergency = physician(other).breakGlass(patient, "no pulse")) {
      RecordKey key = ErasurePlace.pressure(patient);
      assertThat(emergency.session().read(key)).isNotNull();
      place.erasures().erase(patient);
      assertThatThrownBy(() -> emergency.session().read(key))
          .isInstanceOf(VaultException.Erased.class);
    }
    assertThat(place.findings()).isEmpty();
  }

  /**
   * The clock of the moment decides: set back, it is too early again; set forward, the log tells.
   */
  @Test
  void clockSetBack_isTooEarly() {
    PatientRef patient = due("clock");
    place.clock.pass(Duration.ofDays(-10));
    assertThatThrownBy(() -> place.erasures().erase(patient))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("cooling-off");
    place.clock.pass(Duration.ofDays(10));
    place.erasures().erase(patient);
    assertThat(place.findings()).isEmpty();
  }

  /** One that was begun before the entry that erases may hold the patient: it is counted. */
  @Test
  void backupsMadeMeanwhile_areAmongThoseOfTheCertificate() throws Exception {
    List<PatientRef> patients = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      PatientRef patient = place.physician().admit(new PatientIdentifier("urn:mrn", "round-" + i));
      place.erasures().ask(patient, ErasureGround.REQUEST, "letter");
      patients.add(patient);
    }
    place.clock.pass(Duration.ofDays(7));
    AtomicBoolean over = new AtomicBoolean();
    Future<Integer> backups =
        threads.submit(
            () -> {
              int made = 0;
              while (!over.get()) {
                Path file = folder.resolve("meanwhile-" + made++);
                other.administration(ErasurePlace.ADMIN).backup(file);
                // Whoever makes backups without end lets nobody be erased.
                TimeUnit.MILLISECONDS.sleep(150);
              }
              return made;
            });
    List<EraseCertificate> certificates = new ArrayList<>();
    for (PatientRef patient : patients) {
      certificates.add(place.erasures().erase(patient));
    }
    over.set(true);
    assertThat(backups.get(30, TimeUnit.SECONDS)).isPositive();
    List<BackupKeys> made = place.administration().backups().all();
    for (EraseCertificate each : certificates) {
      long index = each.proof().index();
      assertThat(each.verify(place.publicKeys()).told().left().backups())
          .isEqualTo(made.stream().filter(backup -> backup.logIndex() < index).count());
    }
  }
}

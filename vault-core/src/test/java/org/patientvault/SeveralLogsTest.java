package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Report;
import org.patientvault.audit.RetentionClass;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.details.DetailsKey;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/**
 * A log is closed and the next one begun while people work: nothing is lost, all of it verifies.
 */
@Tag("once")
@OnBothStores
class SeveralLogsTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);
  private static final Actor AUDITOR = Actor.of("otto", "auditor");

  @TempDir Path folder;
  private TestDatabase database;
  private PatientRef patient;
  private String year;

  /** What a vault's clock says, for tests that begin a new year. */
  private final AtomicLong aheadMillis = new AtomicLong();

  @BeforeEach
  void aVaultWithOneRecord(TestDatabase fresh) {
    database = fresh;
    try (Vault vault = Vault.create(database.location(), PASSPHRASE, options())) {
      patient = physician(vault).admit(new PatientIdentifier("urn:mrn", "1"));
      physician(vault).create(key("bp"), fields("120/80"));
      year = vault.engine().shard().name();
    }
  }

  private VaultOptions options() {
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return Instant.now().plusMillis(aheadMillis.get());
          }

          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        };
    return VaultOptions.defaults().withClock(clock);
  }

  private Vault open() {
    return Vault.open(database.location(), List.of(PASSPHRASE), options());
  }

  private static Session physician(Vault vault) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }

  private static Administration admin(Vault vault) {
    return vault.administration(Actor.of("ada", "admin"));
  }

  private RecordKey key(String id) {
    return RecordKey.of(patient, "Observation", id);
  }

  private static Map<String, FieldValue> fields(String value) {
    return Map.of("valueString", FieldValue.text(value));
  }

  private void assertAllVerify(String... logs) {
    assertThat(Vault.verifyRecords(database.location(), PASSPHRASE).findings()).isEmpty();
    for (String log : logs) {
      Report report = verified(log);
      assertThat(report.exitCode().code()).as(String.join("\n", report.lines())).isZero();
    }
  }

  private Report verified(String log) {
    Path bundle = folder.resolve("bundle-" + System.nanoTime());
    String policy;
    try (Vault vault = open()) {
      AuditTrail trail = vault.auditTrail(AUDITOR).ofLog(log);
      policy = trail.trustPolicy();
      trail.export(bundle);
    }
    return BundleVerifier.verify(
        bundle, TrustPolicy.parse(policy.getBytes(StandardCharsets.UTF_8)), Optional.empty());
  }

  @Test
  void closedOnDemand_recordsAreReadAndWrittenInTheNextLog() {
    try (Vault vault = open()) {
      assertThat(admin(vault).closeLog()).endsWith("/" + year + "-2");
      assertThat(physician(vault).read(key("bp")).get("valueString").asText()).isEqualTo("120/80");
      physician(vault).update(key("bp"), 1, fields("130/90"));
      physician(vault).create(key("pulse"), fields("60"));
      assertThat(physician(vault).history(key("bp"))).hasSize(2);
    }
    assertAllVerify(year, year + "-2");
  }

  @Test
  void closedLog_endsWithStateAndCloseAndTheNextNamesIt() {
    try (Vault vault = open()) {
      admin(vault).closeLog();
      AuditTrail closed = vault.auditTrail(AUDITOR).ofLog(year);
      List<AuditLine> entries = closed.entries(0, 1000);
      assertThat(events(entries.subList(entries.size() - 3, entries.size())))
          .containsExactly(EventCode.STATE, EventCode.SEAL, EventCode.CLOSE);
      assertThat(entries.get(entries.size() - 1).entry().actor()).isNotNull();
      List<AuditLine> next = vault.auditTrail(AUDITOR).entries(0, 1000);
      assertThat(events(next)).startsWith(EventCode.GENESIS, EventCode.START);
    }
  }

  private static List<EventCode> events(List<AuditLine> lines) {
    return lines.stream().map(line -> line.entry().event()).toList();
  }

  @Test
  void firstCommitOfANewYear_beginsTheYearsLog() throws Exception {
    int next = Integer.parseInt(year) + 1;
    try (Vault vault = open()) {
      physician(vault).read(key("bp"));
      vault.engine().ledger.seal();
      aheadMillis.set(TimeUnit.DAYS.toMillis(366));
      physician(vault).read(key("bp"));
      vault.engine().yearTurn().close();
      assertThat(vault.auditTrail(AUDITOR).origin()).endsWith("/" + next);
      physician(vault).create(key("pulse"), fields("60"));
    }
    try (Vault vault = open()) {
      assertThat(vault.auditTrail(AUDITOR).origin()).endsWith("/" + next);
      assertThat(physician(vault).read(key("pulse")).get("valueString").asText()).isEqualTo("60");
    }
    assertThat(Vault.verifyRecords(database.location(), PASSPHRASE).findings()).isEmpty();
  }

  @Test
  void anotherHandle_followsWithItsNextCommit() {
    try (Vault one = open();
        Vault two = open()) {
      physician(two).read(key("bp"));
      admin(one).closeLog();
      physician(two).update(key("bp"), 1, fields("130/90"));
      physician(two).create(key("pulse"), fields("60"));
      admin(two).closeLog();
      assertThat(physician(one).read(key("bp")).get("valueString").asText()).isEqualTo("130/90");
    }
    assertAllVerify(year, year + "-2", year + "-3");
  }

  @Test
  void readersAndWritersWhileLogsAreClosed_loseNothing() throws Exception {
    AtomicBoolean ends = new AtomicBoolean();
    AtomicLong reads = new AtomicLong();
    AtomicLong writes = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Vault one = open();
        Vault two = open()) {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Session session = physician(i % 2 == 0 ? one : two);
        String id = "w" + i;
        work.add(threads.submit(() -> write(session, id, ends, writes)));
        work.add(threads.submit(() -> read(session, ends, reads)));
      }
      for (int i = 0; i < 4; i++) {
        admin(i % 2 == 0 ? one : two).closeLog();
      }
      ends.set(true);
      for (Future<?> each : work) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertAllVerify(year, year + "-2", year + "-3", year + "-4", year + "-5");
    long logged = 0;
    long created = 0;
    try (Vault vault = open()) {
      for (String log : List.of(year, year + "-2", year + "-3", year + "-4", year + "-5")) {
        List<EventCode> events = events(vault.auditTrail(AUDITOR).ofLog(log).entries(0, 100_000));
        logged += events.stream().filter(EventCode.READ::equals).count();
        created += events.stream().filter(EventCode.CREATE::equals).count();
      }
    }
    assertThat(reads.get()).isPositive();
    assertThat(logged).isEqualTo(reads.get());
    assertThat(created).isEqualTo(writes.get() + 1);
  }

  private void write(Session session, String id, AtomicBoolean ends, AtomicLong done) {
    for (int i = 0; !ends.get(); i++) {
      session.create(key(id + "-" + i), fields("x"));
      done.incrementAndGet();
    }
  }

  private void read(Session session, AtomicBoolean ends, AtomicLong done) {
    while (!ends.get()) {
      session.read(key("bp"));
      done.incrementAndGet();
    }
  }

  @Test
  void detailsOfAClosedLog_expireAndAreErasedByEntriesOfTheNewest() {
    try (Vault vault = open()) {
      admin(vault).closeLog();
      physician(vault).read(key("bp"));
      long closed = detailsAbout(vault, year);
      long newest = detailsAbout(vault, year + "-2");
      assertThat(closed).isPositive();
      assertThat(newest).isPositive();
      long erased = admin(vault).logRetention().erase(patient, ErasureGround.ORDER, "by letter");
      assertThat(erased).isEqualTo(closed + newest);
      assertThat(detailsAbout(vault, year)).isZero();
      assertThat(detailsAbout(vault, year + "-2")).isZero();
      assertThatThrownBy(
              () ->
                  vault
                      .auditTrail(AUDITOR)
                      .ofLog(year)
                      .exportWithDetails(
                          folder.resolve("details"), DetailsKey.generate().recipient()))
          .isInstanceOf(VaultException.Refused.class);
      physician(vault).read(key("bp"));
    }
    assertAllVerify(year, year + "-2");
    aheadMillis.set(TimeUnit.DAYS.toMillis(200));
    try (Vault vault = open()) {
      LogRetention retention = admin(vault).logRetention();
      retention.setRule(
          new RetentionRule(Map.of(RetentionClass.ADMINISTRATION, Duration.ofDays(180))));
      long due = retention.due().get(RetentionClass.ADMINISTRATION);
      assertThat(retention.expire(count -> {})).containsEntry(RetentionClass.ADMINISTRATION, due);
      assertThat(retention.due()).isEmpty();
    }
    assertThat(Vault.verifyRecords(database.location(), PASSPHRASE).findings()).isEmpty();
  }

  /** How many entries about the patient have a detail. */
  private static long detailsAbout(Vault vault, String log) {
    return vault.auditTrail(AUDITOR).ofLog(log).entries(0, 1000).stream()
        .filter(line -> line.entry().subject() != null && line.detail().isPresent())
        .filter(line -> line.entry().event() != EventCode.ERASE)
        .count();
  }

  @Test
  void keysRenewedAcrossLogs_coverEveryLog() {
    try (Vault vault = open()) {
      admin(vault).closeLog();
      physician(vault).create(key("pulse"), fields("60"));
      for (KeyLevel level :
          List.of(
              KeyLevel.STATE_MAC, KeyLevel.DETAIL_WRAP, KeyLevel.PATIENTS, KeyLevel.INDEX_RECORD)) {
        assertThat(admin(vault).keys().rotate(level, JobOptions.defaults()).state())
            .isEqualTo("ended");
      }
      physician(vault).update(key("bp"), 1, fields("130/90"));
      admin(vault).closeLog();
      assertThat(vault.auditTrail(AUDITOR).ofLog(year).entries(0, 10)).hasSize(10);
      assertThat(physician(vault).read(key("bp")).get("valueString").asText()).isEqualTo("130/90");
    }
    assertAllVerify(year, year + "-2", year + "-3");
  }

  @Test
  void logThatIsNotThere_isNotFoundAndTheOthersAreNamed() {
    try (Vault vault = open()) {
      admin(vault).closeLog();
      assertThatThrownBy(() -> vault.auditTrail(AUDITOR).ofLog("1999"))
          .isInstanceOf(VaultException.NotFound.class)
          .hasMessageContaining(year + ", " + year + "-2");
    }
  }
}

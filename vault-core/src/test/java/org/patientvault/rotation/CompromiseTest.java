package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.AuditLine;
import org.patientvault.CompromiseReport;
import org.patientvault.CompromiseReport.Window;
import org.patientvault.JobOptions;
import org.patientvault.SlotInfo;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.audit.EventCode;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P5: a compromised key is renewed with all below it, and what was reachable is told as it was. */
@Tag("once")
@OnBothStores
class CompromiseTest {
  private static final String REASON = "a notebook with the passphrase was lost";

  @TempDir Path folder;
  private Clinic clinic;

  @BeforeEach
  void aClinic(TestDatabase fresh) {
    clinic = Clinic.with(3, fresh, folder);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  private CompromiseReport compromise(KeyLevel level, int key, JobOptions options) {
    return clinic.keys().compromise(level, key, REASON, List.of(clinic.unlock), options);
  }

  private List<AuditLine> log() {
    return clinic.vault.auditTrail(Actor.of("rita", "auditor"), Purpose.HCOMPL).entries(0, 10_000);
  }

  /** As the log says, counted apart. */
  private static SortedMap<String, Long> accesses(List<AuditLine> log, CompromiseReport report) {
    long end =
        report.windows().stream()
            .mapToLong(window -> window.to().orElseThrow().index())
            .max()
            .orElseThrow();
    return log.stream()
        .filter(line -> line.index() >= report.from().index() && line.index() <= end)
        .map(line -> line.entry().event())
        .filter(
            event ->
                List.of("READ", "QUERY", "CREATE", "UPDATE", "EXPORT", "DENY", "LOG_READ", "BACKUP")
                    .contains(event.name()))
        .collect(Collectors.groupingBy(Enum::name, TreeMap::new, Collectors.counting()));
  }

  private static void assertTheLogSaysSo(
      List<AuditLine> log, Window window, EventCode from, EventCode to) {
    CompromiseReport.Moment begin = window.from();
    CompromiseReport.Moment end = window.to().orElseThrow();
    AuditLine first = log.get((int) begin.index());
    AuditLine last = log.get((int) end.index());
    assertThat(first.entry().event()).isEqualTo(from);
    assertThat(first.entry().stamp().time()).isEqualTo(begin.time());
    assertThat(last.entry().event()).isEqualTo(to);
    assertThat(last.entry().stamp().time()).isEqualTo(end.time());
    assertThat(last.detail().orElseThrow()).contains("\"level\":\"" + window.level().text() + "\"");
  }

  @Test
  void root_isRenewedWithEverythingBelow_andTheReportMatchesTheLog() {
    List<String> before = clinic.values(clinic.vault);
    clinic
        .vault
        .administration(Actor.of("kim", "admin"))
        .backups()
        .make(folder.resolve("copy.vault"));
    try (Vault other = clinic.node("other")) {
      assertThat(clinic.values(other)).isEqualTo(before);
      CompromiseReport report = compromise(KeyLevel.ROOT, 0, JobOptions.defaults());
      assertThat(clinic.values(other)).isEqualTo(before);
      Clinic.physician(other).admit(new PatientIdentifier("urn:mrn", "later"));
      assertThat(report.windows())
          .extracting(Window::level)
          .containsExactly(
              KeyLevel.ROOT,
              KeyLevel.STATE_MAC,
              KeyLevel.PATIENT_WRAP,
              KeyLevel.PATIENTS,
              KeyLevel.INDEX_PATIENT,
              KeyLevel.INDEX_RECORD,
              KeyLevel.INDEX_SEAL,
              KeyLevel.DETAIL_WRAP);
      List<AuditLine> log = log();
      assertTheLogSaysSo(log, report.windows().get(0), EventCode.GENESIS, EventCode.KEY_ROTATE);
      report
          .windows()
          .subList(1, 8)
          .forEach(each -> assertTheLogSaysSo(log, each, EventCode.GENESIS, EventCode.KEY_STATE));
      assertThat(report.accesses()).isEqualTo(accesses(log, report)).containsEntry("CREATE", 9L);
      assertCounts(report);
      assertThat(report.counts().details().values().stream().mapToLong(each -> each).sum())
          .isEqualTo(
              log.stream()
                  .filter(line -> line.index() < report.told().index())
                  .filter(line -> line.detail().isPresent())
                  .count());
      assertThat(report.backups()).singleElement().matches(backup -> !backup.gone());
      assertThat(report.earlyWarningDue()).isEqualTo(report.told().time().plus(Duration.ofDays(1)));
      assertThat(log.get((int) report.done().index()).entry().event())
          .isEqualTo(EventCode.COMPROMISE);
      assertThat(log.get((int) report.told().index()).detail().orElseThrow()).contains(REASON);
      assertThat(report.json().toString()).doesNotContain("kim");
      assertThat(report.lines())
          .contains("records: 9 in 18 revisions", "reason: " + REASON)
          .anyMatch(line -> line.startsWith("reachable: patients from "));
    }
    assertThat(clinic.findings()).isEmpty();
    clinic.close();
    try (Vault again = clinic.node("again")) {
      assertThat(clinic.values(again)).isEqualTo(before);
    }
  }

  private static void assertCounts(CompromiseReport report) {
    assertThat(report.counts().patients()).isEqualTo(3);
    assertThat(report.counts().records()).isEqualTo(9);
    assertThat(report.counts().revisions()).isEqualTo(18);
    assertThat(report.counts().byType()).isEqualTo(Map.of("Observation", 9L));
    assertThat(report.counts().byClass()).isEqualTo(Map.of("administrative", 9L, "clinical", 9L));
  }

  @Test
  void patientWrap_isRenewedWithPatientsKeys_whileOthersWrite() {
    rotateUntilTwo();
    RecordKey key = RecordKey.of(clinic.patients.get(0), "Observation", "meanwhile");
    JobOptions writing =
        JobOptions.defaults()
            .withProgress(
                job -> Clinic.physician(clinic.vault).find(new PatientIdentifier("urn:mrn", "m1")));
    Clinic.physician(clinic.vault).create(key, Map.of(Clinic.FIELD, FieldValue.text("w")));
    CompromiseReport report = compromise(KeyLevel.PATIENT_WRAP, 0, writing);
    assertThat(report.key()).isEqualTo(2);
    assertThat(report.windows())
        .extracting(Window::level)
        .containsExactly(KeyLevel.PATIENT_WRAP, KeyLevel.PATIENTS);
    assertThat(report.counts().records()).isEqualTo(10);
    List<AuditLine> log = log();
    assertTheLogSaysSo(log, report.windows().get(0), EventCode.KEY_ROTATE, EventCode.KEY_STATE);
    assertTheLogSaysSo(log, report.windows().get(1), EventCode.KEY_ROTATE, EventCode.KEY_STATE);
    assertThat(report.accesses()).isEqualTo(accesses(log, report));
    CompromiseReport earlier = compromise(KeyLevel.PATIENT_WRAP, 1, JobOptions.defaults());
    assertThat(earlier.windows().get(0).to().orElseThrow().index())
        .as("it was replaced before, and nothing is left to be done")
        .isLessThan(report.told().index());
    assertThat(clinic.keys().jobs()).hasSize(3);
    assertThat(clinic.findings()).isEmpty();
  }

  private void rotateUntilTwo() {
    assertThat(clinic.keys().rotate(KeyLevel.PATIENT_WRAP, JobOptions.defaults()).proven())
        .isTrue();
  }

  @Test
  void stoppedInBetween_goesOnWithWhatIsLeft() {
    IllegalStateException stop = new IllegalStateException("the power went");
    JobOptions stopping =
        JobOptions.defaults()
            .withProgress(
                job -> {
                  if (job.level() == KeyLevel.PATIENTS) {
                    throw stop;
                  }
                });
    assertThatThrownBy(() -> compromise(KeyLevel.ROOT, 0, stopping)).isSameAs(stop);
    CompromiseReport report = compromise(KeyLevel.ROOT, 0, JobOptions.defaults());
    List<AuditLine> log = log();
    assertThat(log.stream().filter(line -> line.entry().event() == EventCode.COMPROMISE))
        .as("told once, done once")
        .hasSize(2);
    assertThat(clinic.keys().jobs()).as("each level once").hasSize(8);
    assertThat(report.told().index()).isLessThan(report.done().index());
    assertCounts(report);
    assertThat(report.accesses()).isEqualTo(accesses(log, report));
    assertThat(clinic.findings()).isEmpty();
  }

  /** Who missed the answer asks again; that the reason is read is in the log. */
  @Test
  void slotThatWasSeenTo_isToldAgainWithoutDoingItAgain() {
    Unlock added =
        Unlock.keystore(folder.resolve("third.p12"), "kek", "another horse"::toCharArray);
    SlotInfo lost =
        clinic
            .vault
            .administration(Actor.of("kim", "admin"))
            .addSlot(List.of(clinic.unlock), added);
    CompromiseReport first = compromiseOf(lost.id());
    int jobs = clinic.keys().jobs().size();
    CompromiseReport again = compromiseOf(lost.id().substring(0, 8));
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.reason()).isEqualTo(REASON);
    assertThat(again.lines().toList()).isEqualTo(first.lines().toList());
    assertThat(clinic.keys().jobs()).hasSize(jobs);
    assertThat(log())
        .filteredOn(line -> line.entry().event() == EventCode.LOG_READ)
        .anyMatch(line -> line.detail().orElse("").contains(first.id()));
    for (String none : List.of("", "3", "xyzw")) {
      assertThatThrownBy(() -> compromiseOf(none)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(clinic.keys().jobs()).hasSize(jobs);
  }

  private CompromiseReport compromiseOf(String slot) {
    return clinic
        .keys()
        .compromiseOfSlot(slot, REASON, List.of(clinic.unlock), JobOptions.defaults());
  }

  @Test
  void slot_isRemovedAndTheLogsKeysAreRenewedToo() {
    Unlock added =
        Unlock.keystore(folder.resolve("second.p12"), "kek", "another horse"::toCharArray);
    SlotInfo lost =
        clinic
            .vault
            .administration(Actor.of("kim", "admin"))
            .addSlot(List.of(clinic.unlock), added);
    CompromiseReport report =
        clinic
            .keys()
            .compromiseOfSlot(lost.id(), REASON, List.of(clinic.unlock), JobOptions.defaults());
    assertThat(report.windows()).extracting(Window::level).contains(KeyLevel.ROOT, KeyLevel.LOG);
    assertThat(report.outside()).contains(0L);
    assertThat(report.lines()).anyMatch(line -> line.contains("could have been forged"));
    assertThatThrownBy(
            () -> Vault.open(clinic.database.location(), List.of(added), VaultOptions.defaults()))
        .isInstanceOf(VaultException.KeyUnavailable.class);
    assertThat(clinic.findings()).isEmpty();
  }

  @Test
  void keyThatIsNotThere_andNoReason_areRefused() {
    assertThatThrownBy(() -> compromise(KeyLevel.PATIENT_WRAP, 9, JobOptions.defaults()))
        .isInstanceOf(VaultException.NotFound.class);
    assertThatThrownBy(
            () -> clinic.keys().compromise(KeyLevel.ROOT, 0, " ", List.of(), JobOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

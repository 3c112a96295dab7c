package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.DrillReach;
import org.patientvault.audit.DrillReport;
import org.patientvault.audit.EventCode;
import org.patientvault.model.FieldValue;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.SqliteDatabase;

/**
 * A drill of a compromise does what is done in earnest, and its signed report names what was
 * reachable from when to when, by class and count, as the copy's log has it.
 */
@Tag("once")
class DrillReachTest {
  private static final Map<String, String> CLASSES =
      Map.of(
          "Observation.valueString", "clinical",
          "Observation.status", "administrative",
          "Condition.*", "sensitive");

  @TempDir Path folder;
  private final SqliteDatabase database = new SqliteDatabase();
  private ErasurePlace place;

  /** With a key that was renewed in between, over two logs. */
  @BeforeEach
  void aVault() {
    place = ErasurePlace.in(database, folder);
    RecordKey key = RecordKey.of(place.bert, "Observation", "weight");
    place.physician().create(key, Map.of("status", FieldValue.text("final")));
    place.clock.pass(Duration.ofDays(30));
    place.administration().keys().rotate(KeyLevel.PATIENT_WRAP, JobOptions.defaults());
    place.administration().keys().rotateLog(List.of(place.unlock));
    place.clock.pass(Duration.ofDays(3));
  }

  @AfterEach
  void close() {
    place.close();
    database.close();
  }

  /** What the file says, once the log's keys have proven it. */
  private DrillReach signed(KeyLevel level, Path scratch) {
    byte[] file =
        place
            .administration()
            .drills()
            .keyCompromise(level, List.of(place.unlock), DrillOptions.in(scratch).keeping())
            .file();
    DrillReport report = DrillReport.parse(file);
    report.verify(place.publicKeys());
    assertThat(report.facts().words()).contains("Result: PASSED");
    return report.facts().reachable().orElseThrow();
  }

  private Vault copyIn(Path scratch) throws IOException {
    try (var kept = Files.newDirectoryStream(scratch)) {
      Path copy = kept.iterator().next().resolve("copy.vault");
      return Vault.open(copy.toString(), List.of(place.unlock), place.options());
    }
  }

  @Test
  void patientWrap_wasReachableSinceItsRotation_asTheLogOfTheCopySays() throws IOException {
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    DrillReach told = signed(KeyLevel.PATIENT_WRAP, scratch);
    try (Vault copy = copyIn(scratch)) {
      LogReckoning log = new LogReckoning(copy.auditTrail(StoredLog.AUDITOR), CLASSES);
      assertThat(told)
          .isEqualTo(
              new DrillReach(
                  log.windows("patient-wrap", "patients"),
                  log.patients(),
                  log.numberOfRecords(),
                  log.revisions(),
                  0,
                  log.byClass(),
                  new TreeMap<>()));
    }
    assertThat(told.windows().get(0).from().log()).endsWith("/2026");
    assertThat(told.windows().get(0).from().index()).isPositive();
    assertThat(told.windows().get(1).to().log()).contains("/r");
    assertThat(told.byClass())
        .isEqualTo(Map.of("administrative", 1L, "clinical", 2L, "sensitive", 1L));
  }

  @Test
  void root_withAllBelow_asTheLogOfTheCopySays_andTheVaultTellsOfNoCompromise() throws IOException {
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    DrillReach told = signed(KeyLevel.ROOT, scratch);
    try (Vault copy = copyIn(scratch)) {
      LogReckoning log = new LogReckoning(copy.auditTrail(StoredLog.AUDITOR), CLASSES);
      assertThat(told)
          .isEqualTo(
              new DrillReach(
                  log.windows(
                      "root",
                      "state-mac",
                      "patient-wrap",
                      "patients",
                      "index-patient",
                      "index-record",
                      "index-seal",
                      "detail-wrap"),
                  log.patients(),
                  log.numberOfRecords(),
                  log.revisions(),
                  log.identifiers(),
                  log.byClass(),
                  log.details()));
    }
    assertThat(told.records()).isEqualTo(4);
    assertThat(told.revisions()).isEqualTo(5);
    assertThat(told.identifiers()).isEqualTo(3);
    assertThat(place.vault.auditTrail(StoredLog.AUDITOR).entries(0, 1_000))
        .noneMatch(line -> line.entry().event() == EventCode.COMPROMISE);
    assertThat(place.findings()).isEmpty();
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.DrillCount;
import org.patientvault.audit.DrillFacts;
import org.patientvault.audit.DrillReport;
import org.patientvault.audit.DrillStep;
import org.patientvault.audit.EventCode;
import org.patientvault.foreign.ForeignDrill;
import org.patientvault.model.Actor;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/**
 * A restore is rehearsed: the vault is left as it was, and the report can be checked by anybody.
 */
@Tag("once")
@OnBothStores
class DrillRestoreTest {
  private static final Actor AUDITOR = Actor.of("otto", "auditor");

  @TempDir Path folder;
  private ErasurePlace place;
  private Path scratch;

  @BeforeEach
  void aVault(TestDatabase database) throws IOException {
    place = ErasurePlace.in(database, folder);
    scratch = Files.createDirectory(folder.resolve("scratch"));
  }

  @AfterEach
  void close() {
    place.close();
  }

  private Drills drills() {
    return place.administration().drills();
  }

  private DrillReport restore(DrillOptions options) {
    return drills().restore(List.of(place.unlock), options);
  }

  private List<EventCode> events() {
    return place.vault.auditTrail(AUDITOR).entries(0, 1000).stream()
        .map(line -> line.entry().event())
        .filter(event -> event != EventCode.LOG_READ && event != EventCode.SEAL)
        .toList();
  }

  private String[] left() {
    return scratch.toFile().list();
  }

  @Test
  void passes_andOnlyBackupAndReportAreInTheLog() throws Exception {
    place.erase(place.anna);
    List<EventCode> before = events();
    DrillReport report = restore(DrillOptions.in(scratch).withSeed("quarter-q1"));
    DrillFacts facts = report.facts();
    assertThat(facts.words()).contains("Result: PASSED").noneMatch(line -> line.contains("FAILED"));
    assertThat(facts.steps())
        .extracting(DrillFacts.Done::step)
        .containsExactly(
            DrillStep.SPACE,
            DrillStep.BACKUP,
            DrillStep.CHECK,
            DrillStep.COPY,
            DrillStep.FOLLOWS,
            DrillStep.LOG,
            DrillStep.ROWS,
            DrillStep.OPEN,
            DrillStep.ERASED,
            DrillStep.SAMPLE);
    assertThat(facts.counts())
        .containsEntry(DrillCount.REGISTERED, 1L)
        .containsEntry(DrillCount.PATIENTS, 1L)
        .containsEntry(DrillCount.SAMPLED, 1L)
        .containsEntry(DrillCount.RECORDS, 1L)
        .containsEntry(DrillCount.FINDINGS, 0L);
    assertThat(left()).isEmpty();
    List<EventCode> after = events();
    assertThat(after.subList(before.size(), after.size()))
        .containsExactly(
            EventCode.KEY_STATE,
            EventCode.BACKUP,
            EventCode.BACKUP,
            EventCode.BACKUP,
            EventCode.KEY_STATE);
    assertThat(place.administration().backups().all()).allMatch(BackupKeys::gone);
    assertThat(place.findings()).isEmpty();
    verifies(report);
  }

  /** With public keys alone; neither its words nor its text can be changed. */
  private void verifies(DrillReport report) throws Exception {
    byte[] file = report.file();
    DrillReport read = DrillReport.parse(file);
    assertThat(read).isEqualTo(report);
    assertThat(place.publicKeys().isMetBy(read.verify(place.publicKeys()))).isTrue();
    assertThat(ForeignDrill.ofPage().read(file, place.publicKeys().text()))
        .isEqualTo(report.facts().words());
    String text = new String(file, StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> DrillReport.parse(bytes(text.replace("- ok: open", "- ok: Open"))))
        .isInstanceOf(VaultException.InvalidInput.class);
    DrillReport edited = DrillReport.parse(bytes(text.replace("quarter-q1", "quarter-q2")));
    assertThatThrownBy(() -> edited.verify(place.publicKeys()))
        .isInstanceOf(VaultException.Tampered.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void whoWasErasedAfterTheBackup_isErasedInTheCopy() {
    Path backup = folder.resolve("monday.backup");
    place.administration().backup(backup);
    place.erase(place.anna);
    DrillReport report = restore(DrillOptions.in(scratch).withBackup(backup));
    assertThat(report.facts().passed()).isTrue();
    assertThat(report.facts().counts())
        .containsEntry(DrillCount.ERASED_AGAIN, 1L)
        .containsEntry(DrillCount.REGISTERED, 1L);
    assertThat(backup).exists();
    assertThat(place.administration().backups().all()).noneMatch(BackupKeys::gone);
  }
}

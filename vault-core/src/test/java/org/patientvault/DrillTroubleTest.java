package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.DrillFacts;
import org.patientvault.audit.DrillReport;
import org.patientvault.audit.DrillStep;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.stores.SqliteDatabase;

/** What goes wrong in a drill is reported, and neither copy nor harm is left. */
@Tag("once")
class DrillTroubleTest {
  @TempDir Path folder;
  private final SqliteDatabase database = new SqliteDatabase();
  private ErasurePlace place;
  private Path scratch;

  @BeforeEach
  void aVault() throws IOException {
    place = ErasurePlace.in(database, folder);
    scratch = Files.createDirectory(folder.resolve("scratch"));
  }

  @AfterEach
  void close() {
    place.close();
    database.close();
  }

  private DrillReport restore(DrillOptions options) {
    return place.administration().drills().restore(List.of(place.unlock), options);
  }

  private String[] left() {
    return scratch.toFile().list();
  }

  /** A certificate was lost: the copy erased nobody too many, and the drill says what lacks. */
  @Test
  void registerLacksACertificate_fails_andTheRestIsTried() throws IOException {
    place.erase(place.anna);
    place.erase(place.physician().admit(new PatientIdentifier("urn:mrn", "carl")));
    List<Path> certificates = certificates();
    Files.delete(certificates.get(0));
    List<String> told = new ArrayList<>();
    DrillReport report = restore(DrillOptions.in(scratch).withTold(told::add));
    assertThat(report.facts().passed()).isFalse();
    assertThat(told).anyMatch(words -> words.contains("the register of erasures has 1"));
    assertThat(last(report).result()).isEqualTo(DrillFacts.Result.OK);
    assertThat(last(report).step()).isEqualTo(DrillStep.SAMPLE);
    Files.delete(certificates.get(1));
    told.clear();
    assertThat(restore(DrillOptions.in(scratch).withTold(told::add)).facts().passed()).isFalse();
    assertThat(told).anyMatch(words -> words.contains("whether its disk is mounted"));
    assertThat(left()).isEmpty();
  }

  private List<Path> certificates() throws IOException {
    try (Stream<Path> all = Files.walk(place.register)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static DrillFacts.Done last(DrillReport report) {
    List<DrillFacts.Done> steps = report.facts().steps();
    return steps.get(steps.size() - 1);
  }

  @Test
  void cutBackup_fails_isReported_andTheVaultIsAsItWas() throws IOException {
    Path backup = folder.resolve("monday.backup");
    place.administration().backup(backup);
    try (RandomAccessFile cut = new RandomAccessFile(backup.toFile(), "rw")) {
      cut.setLength(cut.length() - 4096);
    }
    DrillReport report = restore(DrillOptions.in(scratch).withBackup(backup));
    assertThat(report.facts().words())
        .contains("Result: FAILED", "- not tried: put it back into a folder of the drill's own")
        .anyMatch(line -> line.startsWith("- FAILED (Tampered): check the backup"));
    report.verify(place.publicKeys());
    assertThat(left()).isEmpty();
    assertThat(place.findings()).isEmpty();
  }

  /** As when the process is stopped: the folder goes, the vault has its backup's entries. */
  @Test
  void brokenOffInTheMiddle_leavesTheVaultAsItWas() {
    long before = place.administration().status().logEntries();
    DrillOptions breaking =
        DrillOptions.in(scratch)
            .withTold(
                words -> {
                  if (words.contains("verify the copy's logs")) {
                    throw new AssertionError("broken off");
                  }
                });
    assertThatThrownBy(() -> restore(breaking)).hasMessage("broken off");
    assertThat(left()).isEmpty();
    assertThat(place.administration().status().logEntries()).isLessThanOrEqualTo(before + 4);
    assertThat(place.administration().backups().all()).allMatch(BackupKeys::gone);
    assertThat(place.findings()).isEmpty();
  }

  @Test
  void whatAKilledDrillLeft_isTakenAway_andKeepingKeeps() throws IOException {
    Path folderOfKilled =
        Files.createDirectory(
            scratch.resolve(".drill-" + place.vault.id().toString().substring(0, 16)));
    Files.writeString(folderOfKilled.resolve("backup"), "left");
    assertThat(restore(DrillOptions.in(scratch).keeping()).facts().passed()).isTrue();
    assertThat(left()).hasSize(1).allMatch(name -> name.startsWith("drill-2026"));
    assertThat(scratch.resolve(left()[0]).toFile().list()).contains("copy.vault", "backup");
    assertThat(place.administration().backups().all()).noneMatch(BackupKeys::gone);
  }
}

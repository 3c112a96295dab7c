package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.RecoveryShare;
import org.patientvault.model.Actor;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;
import org.patientvault.stores.SqliteDatabase;

/**
 * The daily key is lost, or somebody has one: rehearsed, and the vault keeps its slots and keys.
 */
@Tag("once")
class DrillKeysTest {
  @TempDir Path folder;
  private final SqliteDatabase database = new SqliteDatabase();
  private OneRecord one;
  private Path scratch;
  private List<RecoveryShare> shares;

  @BeforeEach
  void aVaultWithShares() throws IOException {
    one = OneRecord.in(database, folder);
    scratch = Files.createDirectory(folder.resolve("scratch"));
    try (RecoveryKey key = RecoveryKey.generate()) {
      shares = key.split(one.vault.id(), 2, 3);
      administration().addSlot(one.unlock, key.unlock(shares));
    }
  }

  @AfterEach
  void close() {
    one.close();
    database.close();
  }

  private Administration administration() {
    return one.vault.administration(Actor.of("ada.admin", "admin"));
  }

  private Drills drills() {
    return administration().drills();
  }

  @Test
  void lostHsm_withShares_passes_andTheVaultKeepsItsSlots() {
    List<SlotInfo> slots = administration().slots();
    KeyCensus census = administration().keys().census();
    DrillFacts facts;
    try (RecoveryKey key = RecoveryKey.join(one.vault.id(), shares.subList(0, 2))) {
      facts = drills().lostHsm(key::unlock, DrillOptions.in(scratch)).facts();
    }
    assertThat(facts.words()).contains("Result: PASSED");
    assertThat(facts.counts())
        .containsEntry(DrillCount.SLOTS_REMOVED, 2L)
        .containsEntry(DrillCount.SLOTS_STALE, 0L)
        .containsEntry(DrillCount.FINDINGS, 0L)
        .containsEntry(DrillCount.RECORDS, 1L);
    asItWas(slots, census);
  }

  private void asItWas(List<SlotInfo> slots, KeyCensus census) {
    assertThat(scratch.toFile().list()).isEmpty();
    assertThat(administration().slots()).isEqualTo(slots);
    assertThat(administration().keys().census()).isEqualTo(census);
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
    assertThat(one.findings()).isEmpty();
  }

  @Test
  void wrongShares_fail_andAreReported() {
    List<String> told = new ArrayList<>();
    DrillOptions options = DrillOptions.in(scratch).withTold(told::add);
    DrillReport few =
        drills()
            .lostHsm(
                () -> RecoveryKey.join(one.vault.id(), shares.subList(0, 1)).unlock(), options);
    assertThat(few.facts().steps().get(0).step()).isEqualTo(DrillStep.RECOVERY);
    assertThat(few.facts().steps().get(0).result()).isEqualTo(DrillFacts.Result.FAILED);
    try (RecoveryKey other = RecoveryKey.generate()) {
      DrillReport wrong = drills().lostHsm(other::unlock, options);
      assertThat(wrong.facts().words())
          .anyMatch(line -> line.startsWith("- FAILED (KeyUnavailable): put it back"));
    }
    assertThat(scratch.toFile().list()).isEmpty();
  }

  @Test
  void keyCompromise_ofEitherLevel_countsWhatWasRenewed_onTheCopyAlone() {
    List<SlotInfo> slots = administration().slots();
    KeyCensus census = administration().keys().census();
    DrillFacts wraps =
        drills()
            .keyCompromise(KeyLevel.PATIENT_WRAP, List.of(one.unlock), DrillOptions.in(scratch))
            .facts();
    assertThat(wraps.words()).contains("Result: PASSED", "Keys renewed: patient-wrap");
    assertThat(wraps.counts())
        .containsEntry(DrillCount.RENEWED, 2L + 1) // two patients' keys, and the record
        .containsEntry(DrillCount.LEFT, 0L)
        .containsEntry(DrillCount.RECORDS, 1L);
    DrillFacts root =
        drills()
            .keyCompromise(KeyLevel.ROOT, List.of(one.unlock), DrillOptions.in(scratch))
            .facts();
    assertThat(root.words()).contains("Result: PASSED", "Keys renewed: root");
    assertThat(root.counts()).containsEntry(DrillCount.LEFT, 0L);
    assertThat(root.counts().get(DrillCount.RENEWED)).isPositive();
    asItWas(slots, census);
  }

  @Test
  void otherRoles_orLevels_areRefused_andNothingIsThere() {
    Drills clerk = one.vault.administration(Actor.of("dr.lea", "physician")).drills();
    assertThatThrownBy(() -> clerk.restore(List.of(one.unlock), DrillOptions.in(scratch)))
        .isInstanceOf(VaultException.AccessDenied.class);
    assertThatThrownBy(
            () ->
                drills().keyCompromise(KeyLevel.LOG, List.of(one.unlock), DrillOptions.in(scratch)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(scratch.toFile().list()).isEmpty();
  }
}

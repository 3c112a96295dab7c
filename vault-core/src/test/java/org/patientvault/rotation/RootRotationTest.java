package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Administration;
import org.patientvault.JobOptions;
import org.patientvault.SlotInfo;
import org.patientvault.Vault;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** P5: the root is renewed; slots that were absent are stale, recipients are not. */
@Tag("once")
@OnBothStores
class RootRotationTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);

  private Clinic clinic;
  private Administration administration;

  @BeforeEach
  void aClinicWithTwoSlots(TestDatabase fresh, @TempDir Path folder) {
    clinic = Clinic.with(2, fresh, folder);
    administration = clinic.vault.administration(Actor.of("kim", "admin"));
    administration.addSlot(clinic.unlock, PASSPHRASE);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void absentSlot_isStaleAndOpensNothingUntilItIsAddedAgain() {
    List<SlotInfo> slots = administration.keys().rotateRoot(List.of(clinic.unlock));
    assertThat(slots)
        .extracting(slot -> slot.kind() + " " + slot.state())
        .containsExactlyInAnyOrder("keystore active", "passphrase stale");
    assertThatThrownBy(() -> Vault.open(clinic.database.location(), PASSPHRASE))
        .isInstanceOf(VaultException.KeyUnavailable.class);
    assertThat(clinic.values(clinic.vault)).hasSize(6);
    administration.addSlot(clinic.unlock, PASSPHRASE);
    try (Vault later = Vault.open(clinic.database.location(), PASSPHRASE)) {
      assertThat(clinic.values(later)).hasSize(6);
    }
    assertThat(clinic.findings()).isEmpty();
  }

  @Test
  void recipientSlot_outlivesTheRotation() {
    try (RecoveryKey key = RecoveryKey.generate()) {
      administration.addRecipient(List.of(clinic.unlock), key.recipient());
      administration.keys().rotateRoot(List.of(clinic.unlock, PASSPHRASE));
      try (Vault later = Vault.open(clinic.database.location(), key.unlock())) {
        assertThat(clinic.values(later)).hasSize(6);
      }
    }
  }

  @Test
  void noSecretFits_nothingIsChanged() {
    Unlock wrong = QuickPassphrase.of("another horse battery"::toCharArray);
    assertThatThrownBy(() -> administration.keys().rotateRoot(List.of(wrong)))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessageContaining("nothing was changed");
    assertThat(administration.slots()).extracting(SlotInfo::state).containsOnly("active");
  }

  @Test
  void otherNodeWithItsSecret_followsAndTheNextRotationGoesOn() {
    try (Vault other = clinic.node("two")) {
      Clinic.physician(other).patients(null, 10);
      administration.keys().rotateRoot(List.of(clinic.unlock, PASSPHRASE));
      administration.keys().rotate(KeyLevel.PATIENT_WRAP, JobOptions.defaults());
      assertThat(clinic.values(other)).hasSize(6);
    }
    assertThat(clinic.findings()).isEmpty();
  }

  @Test
  void otherNodeWithoutItsSecret_keepsReadingAndTheNextRotationNamesIt() {
    try (Vault other = Vault.open(clinic.database.location(), PASSPHRASE)) {
      assertThat(clinic.values(other)).hasSize(6);
      administration.keys().rotateRoot(List.of(clinic.unlock));
      JobOptions hasty = JobOptions.defaults().withNodesWithin(java.time.Duration.ofSeconds(3));
      assertThatThrownBy(() -> administration.keys().rotate(KeyLevel.PATIENT_WRAP, hasty))
          .isInstanceOf(VaultException.Refused.class)
          .hasMessageContaining("app");
      assertThat(clinic.values(other)).hasSize(6);
    }
    administration.keys().resume("", JobOptions.defaults());
    assertThat(clinic.findings()).isEmpty();
  }
}

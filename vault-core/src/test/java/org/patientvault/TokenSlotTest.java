package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.ProtectorUri;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.tokens.SoftHsm;
import org.patientvault.tokens.TestToken;

/** A vault that a token opens. */
@Tag("once")
class TokenSlotTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);
  private static final Actor PHYSICIAN = Actor.of("dr.lea", "physician");
  private static final Actor ADMIN = Actor.of("root", "admin");

  @TempDir Path folder;

  private final SoftHsm token = SoftHsm.make();

  private String vault(String name) {
    return folder.resolve(name).toString();
  }

  private Unlock byToken(String pin) {
    return new Unlock(new ProtectorUri(token.uri("kek")), pin::toCharArray);
  }

  private static RecordKey write(Vault vault) {
    Session session = vault.as(PHYSICIAN, Purpose.TREAT);
    RecordKey key =
        RecordKey.of(
            session.admit(new PatientIdentifier("urn:hospital:mrn", "4711")),
            "Observation",
            "bp-1");
    session.create(key, Map.of("valueString", FieldValue.text("120/80")));
    return key;
  }

  private static void assertReads(Vault vault, RecordKey key) {
    assertThat(vault.as(PHYSICIAN, Purpose.TREAT).read(key).get("valueString").asText())
        .isEqualTo("120/80");
  }

  @Test
  void vaultWithATokenSlotAlone_isMadeOpenedAndRead() {
    RecordKey key;
    try (Vault vault = Vault.create(vault("clinic.vault"), byToken(TestToken.PIN))) {
      key = write(vault);
    }
    try (Vault vault = Vault.open(vault("clinic.vault"), byToken(TestToken.PIN))) {
      assertReads(vault, key);
    }
  }

  @Test
  void openVault_needsTheTokenNoMore() {
    try (Vault vault = Vault.create(vault("clinic.vault"), byToken(TestToken.PIN))) {
      RecordKey key = write(vault);
      token.unplug();
      assertReads(vault, key);
    }
    assertThatThrownBy(() -> Vault.open(vault("clinic.vault"), byToken(TestToken.PIN)))
        .isInstanceOf(KeyUnavailable.class);
    token.plugIn();
    Vault.open(vault("clinic.vault"), byToken(TestToken.PIN)).close();
  }

  @Test
  void vaultMovesToAToken_andThePassphraseGoes() {
    RecordKey key;
    try (Vault vault = Vault.create(vault("clinic.vault"), PASSPHRASE)) {
      key = write(vault);
      Administration administration = vault.administration(ADMIN);
      administration.addSlot(PASSPHRASE, byToken(TestToken.PIN));
      String passphrase =
          administration.slots().stream()
              .filter(slot -> slot.kind().equals("passphrase"))
              .map(SlotInfo::id)
              .findFirst()
              .orElseThrow();
      administration.removeSlot(passphrase);
    }
    assertThatThrownBy(() -> Vault.open(vault("clinic.vault"), PASSPHRASE))
        .isInstanceOf(KeyUnavailable.class);
    try (Vault vault = Vault.open(vault("clinic.vault"), byToken(TestToken.PIN))) {
      assertReads(vault, key);
    }
  }

  @Test
  void lostToken_leavesTheOtherSlot() {
    RecordKey key;
    try (Vault vault = Vault.create(vault("clinic.vault"), byToken(TestToken.PIN))) {
      key = write(vault);
      vault.administration(ADMIN).addSlot(byToken(TestToken.PIN), PASSPHRASE);
    }
    token.destroy();
    List<Unlock> unlocks = List.of(byToken(TestToken.PIN), PASSPHRASE);
    try (Vault vault = Vault.open(vault("clinic.vault"), unlocks, VaultOptions.defaults())) {
      assertReads(vault, key);
    }
  }

  @Test
  void twoVaultsOnOneKey_openAtTheSameTime_andNeitherOpensTheOthersSlot() {
    try (Vault first = Vault.create(vault("one.vault"), byToken(TestToken.PIN));
        Vault second = Vault.create(vault("other.vault"), byToken(TestToken.PIN))) {
      assertReads(first, write(first));
      assertReads(second, write(second));
    }
    Vault.open(vault("one.vault"), byToken(TestToken.PIN)).close();
    Vault.open(vault("other.vault"), byToken(TestToken.PIN)).close();
  }

  @Test
  void severalSlotsOnTokens_presentAWrongPinOnce() {
    try (Vault vault = Vault.create(vault("clinic.vault"), byToken(TestToken.PIN))) {
      for (int i = 0; i < 3; i++) {
        vault.administration(ADMIN).addSlot(byToken(TestToken.PIN), byToken(TestToken.PIN));
      }
    }
    AtomicInteger asked = new AtomicInteger();
    Unlock wrong =
        new Unlock(
            byToken("").uri(),
            () -> {
              asked.incrementAndGet();
              return "4321-wrong".toCharArray();
            });

    assertThatThrownBy(() -> Vault.open(vault("clinic.vault"), wrong))
        .isInstanceOfSatisfying(
            KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SECRET))
        .satisfies(
            e ->
                assertThat(e.getMessage().split("CKR_PIN_INCORRECT", -1))
                    .as("presented once")
                    .hasSize(2))
        .hasMessageNotContaining("4321-wrong");
    assertThat(asked).hasValue(1);
  }
}

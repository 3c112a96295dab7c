package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.RecoveryRecipient;
import org.patientvault.keys.RecoveryShare;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** The daily secret is lost; keepers of shares, or of the whole key, bring the vault back. */
@Tag("once")
@OnBothStores
class RecoveryTest {
  private static final Actor ADMIN = Actor.of("ada.admin", "admin");
  private static final Actor AUDITOR = Actor.of("auditor", "auditor");
  private static final Unlock FRESH = QuickPassphrase.of("a passphrase of today"::toCharArray);

  @TempDir Path folder;
  private TestDatabase database;
  private OneRecord one;

  @BeforeEach
  void aVaultWithOneRecord(TestDatabase fresh) {
    database = fresh;
    one = OneRecord.in(database, folder);
  }

  @AfterEach
  void close() {
    one.close();
  }

  private Administration administration() {
    return one.vault.administration(ADMIN);
  }

  /** Splits a new key; what is left of it afterwards are the shares. */
  private List<RecoveryShare> split() {
    try (RecoveryKey key = RecoveryKey.generate()) {
      List<RecoveryShare> shares = key.split(one.vault.id(), 3, 5);
      administration().addSlot(one.unlock, key.unlock(shares));
      return shares;
    }
  }

  private void loseTheDailySecret() {
    String id =
        administration().slots().stream()
            .filter(slot -> slot.kind().equals("keystore"))
            .findFirst()
            .orElseThrow()
            .id();
    administration().removeSlot(id);
    one.close();
  }

  /** Through paper: what keepers bring is what was written down. */
  private static List<RecoveryShare> copied(List<RecoveryShare> shares, int... numbers) {
    return java.util.Arrays.stream(numbers)
        .mapToObj(number -> RecoveryShare.parse(shares.get(number - 1).text()))
        .toList();
  }

  @Test
  void threeOfFiveShares_openTheVault_andGiveItANewSecret() {
    List<RecoveryShare> shares = split();
    loseTheDailySecret();
    assertThatThrownBy(() -> Vault.open(database.location(), one.unlock))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessageContaining("it has [recovery]");
    try (RecoveryKey key = RecoveryKey.join(one.vault.id(), copied(shares, 5, 1, 3));
        Vault vault = Vault.open(database.location(), key.unlock())) {
      vault.administration(ADMIN).addSlot(key.unlock(), FRESH);
    }
    try (Vault vault = Vault.open(database.location(), FRESH)) {
      assertThat(
              vault
                  .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
                  .read(one.key)
                  .get(OneRecord.FIELD)
                  .asText())
          .isEqualTo(OneRecord.VALUE);
      assertThat(LogOf.verdict(vault, folder.resolve("bundle")).exitCode().code()).isZero();
    }
    assertThat(Vault.verifyRecords(database.location(), FRESH).findings()).isEmpty();
  }

  @Test
  void splittingAndOpening_areEntries_thatSayWhoWhichSetAndHowMany() {
    List<RecoveryShare> shares = split();
    String uri = "?set=" + shares.get(0).setId() + "&k=3&n=5\"";
    assertThat(newest(one.vault, EventCode.KEY_SLOT_ADD))
        .contains(
            "\"kind\":\"recovery\"", uri, "\"user\":\"ada.admin\"", "\"openedBy\":\"keystore:");
    try (RecoveryKey key = RecoveryKey.join(one.vault.id(), copied(shares, 2, 3, 4));
        Vault vault = Vault.open(database.location(), key.unlock())) {
      assertThat(newest(vault, EventCode.KEY_STATE)).contains("\"action\":\"open\"", uri);
      SlotInfo slot = vault.administration(ADMIN).rehearse(key.unlock());
      assertThat(slot.uri() + "\"").endsWith(uri);
      assertThat(newest(vault, EventCode.KEY_STATE))
          .contains("\"action\":\"rehearse\"", uri, "\"user\":\"ada.admin\"");
      vault.administration(ADMIN).addSlot(key.unlock(), FRESH);
      assertThat(newest(vault, EventCode.KEY_SLOT_ADD))
          .contains("\"kind\":\"passphrase\"", "\"openedBy\":\"recovery:", uri);
    }
  }

  private static String newest(Vault vault, EventCode event) {
    return vault.auditTrail(AUDITOR).entries(0, 1000).stream()
        .filter(line -> line.entry().event() == event)
        .reduce((first, second) -> second)
        .flatMap(AuditLine::detail)
        .orElseThrow();
  }

  @Test
  void sharesOfAnotherVault_areRefusedBeforeAnythingIsOpened(TestDatabase other) {
    List<RecoveryShare> shares = split();
    try (Vault vault = Vault.create(other.location(), one.unlock)) {
      assertThatThrownBy(() -> RecoveryKey.join(vault.id(), copied(shares, 1, 2, 3)))
          .isInstanceOf(VaultException.InvalidInput.class)
          .hasMessageContaining("share 1 of set " + shares.get(0).setId())
          .hasMessageContaining("not for " + vault.id());
    }
  }

  /** As when a set was written down and never enrolled, or its slot was removed. */
  @Test
  void keyWithoutASlot_opensNothing_andIsNamed() {
    split();
    try (RecoveryKey stray = RecoveryKey.generate()) {
      assertThatThrownBy(() -> Vault.open(database.location(), stray.unlock()))
          .isInstanceOfSatisfying(
              VaultException.KeyUnavailable.class,
              e ->
                  assertThat(e.reason())
                      .isEqualTo(VaultException.KeyUnavailable.Reason.WRONG_SECRET))
          .hasMessageContaining(stray.recipient().fingerprint().hex());
    }
  }

  @Test
  void publicKeyMadeElsewhere_isEnrolled_andItsPrivateHalfOpens() {
    try (RecoveryKey elsewhere = RecoveryKey.generate()) {
      String brought = elsewhere.recipient().text();
      SlotInfo slot =
          administration()
              .addRecipient(List.of(one.unlock), RecoveryRecipient.parse(brought.toCharArray()));
      assertThat(slot.uri()).isEqualTo(elsewhere.recipient().uri().text());
      char[] kept = elsewhere.text();
      loseTheDailySecret();
      try (Vault vault = Vault.open(database.location(), Unlock.recovery(kept::clone))) {
        assertThat(vault.administration(ADMIN).slots()).hasSize(1);
      }
    }
  }

  @Test
  void backupTakenBefore_opensWithTheShares() {
    List<RecoveryShare> shares = split();
    Path copy = folder.resolve("copy.vault");
    administration().backup(copy);
    try (RecoveryKey key = RecoveryKey.join(one.vault.id(), copied(shares, 1, 2, 3));
        Vault vault = Vault.open(copy, key.unlock())) {
      assertThat(vault.id()).isEqualTo(one.vault.id());
    }
  }

  @Test
  void clerk_addsNoRecipient_andRehearsesNothing() {
    Administration clerk = one.vault.administration(Actor.of("cl.erk", "clerk"));
    try (RecoveryKey key = RecoveryKey.generate()) {
      assertThatThrownBy(() -> clerk.addRecipient(List.of(one.unlock), key.recipient()))
          .isInstanceOf(VaultException.AccessDenied.class);
      assertThatThrownBy(() -> clerk.rehearse(one.unlock))
          .isInstanceOf(VaultException.AccessDenied.class);
    }
    assertThat(administration().slots()).hasSize(1);
  }
}

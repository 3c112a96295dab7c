package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.ExitCode;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P9: a short outage of the token stops nobody; a long one fails closed. */
@Tag("once")
@OnBothStores
class KeyOutageTest {
  @TempDir Path folder;
  private TokenVault one;

  @BeforeEach
  void aVaultOnAToken(TestDatabase database) {
    one = TokenVault.in(database, folder);
  }

  @AfterEach
  void close() {
    one.close();
  }

  private static void assertRefused(ThrowingCallable call, Reason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VaultException.KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining("keys were dropped")
        .hasMessageContaining("Bring the token or key service back");
  }

  private void outage() {
    one.token.pullOut();
    one.look();
  }

  private void leaseRunsOut() {
    outage();
    one.pass(TokenVault.LEASE);
    one.look();
  }

  @Test
  void outage_readsAndWritesGoOn() {
    outage();
    one.pass(TokenVault.LEASE.minusSeconds(1));
    one.look();
    one.vault.engine().patientKeys.clear();
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
    one.physician().update(one.key, 1, OneRecord.fields("130/85"));
    RecordKey later =
        RecordKey.of(
            one.physician().admit(new PatientIdentifier("urn:mrn", "2")), "Observation", "bp");
    one.physician().create(later, OneRecord.fields("110/70"));
    assertThat(one.value()).isEqualTo("130/85");
  }

  @Test
  void outage_isInStatusAndLog() {
    assertThat(one.status().keyOutage()).isEmpty();
    outage();
    KeyOutage out = one.status().keyOutage().orElseThrow();
    assertThat(out.dropped()).isFalse();
    assertThat(out.since()).isEqualTo(one.clock.instant());
    assertThat(out.until()).isEqualTo(one.clock.instant().plus(TokenVault.LEASE));
    assertThat(out.why()).contains("not plugged in");
    try (Vault other = one.other()) {
      NodeInfo node =
          other.administration(TokenVault.ADMIN).status().nodes().stream()
              .filter(each -> each.name().equals("one"))
              .findFirst()
              .orElseThrow();
      assertThat(node.keyOutSince()).contains(out.since());
      assertThat(node.keyOutUntil()).contains(out.until());
      one.token.putBack();
      one.look();
      assertThat(one.leaseEntries(other))
          .satisfiesExactly(
              begins ->
                  assertThat(begins)
                      .contains("\"state\":\"out\"")
                      .contains("\"until\":\"2026-11-26T16:00:00Z\"")
                      .contains("\"why\":\"OUT_OF_REACH\"")
                      .contains("\"slot\":\"" + out.slot() + "\""),
              ends -> assertThat(ends).contains("\"state\":\"back\""));
    }
    assertThat(one.status().keyOutage()).isEmpty();
  }

  @Test
  void outage_isToldOnceHoweverLong() {
    outage();
    one.look();
    one.look();
    assertThat(one.leaseEntries(one.vault)).hasSize(1);
  }

  @Test
  void leaseRunsOut_everythingIsRefusedAndNothingReleased() {
    one.value();
    leaseRunsOut();
    Session physician = one.physician();
    Administration administration = one.vault.administration(TokenVault.ADMIN);
    assertRefused(one::value, Reason.OUT_OF_REACH);
    assertRefused(() -> physician.find(new PatientIdentifier("urn:mrn", "1")), Reason.OUT_OF_REACH);
    assertRefused(() -> physician.update(one.key, 1, OneRecord.fields("x")), Reason.OUT_OF_REACH);
    assertRefused(() -> physician.create(one.key, OneRecord.fields("x")), Reason.OUT_OF_REACH);
    assertRefused(
        () -> physician.admit(new PatientIdentifier("urn:mrn", "9")), Reason.OUT_OF_REACH);
    assertRefused(() -> physician.history(one.key), Reason.OUT_OF_REACH);
    assertRefused(() -> physician.patients(null, 10), Reason.OUT_OF_REACH);
    assertRefused(() -> one.leaseEntries(one.vault), Reason.OUT_OF_REACH);
    assertRefused(() -> administration.addSlot(one.keystore, one.keystore), Reason.OUT_OF_REACH);
    assertRefused(
        () -> administration.keys().rotate(KeyLevel.PATIENT_WRAP, JobOptions.defaults()),
        Reason.OUT_OF_REACH);
    assertThat(one.vault.engine().keys.areHeld()).isFalse();
    assertThat(one.status().keyOutage().orElseThrow().dropped()).isTrue();
    assertThat(one.vault.signingTrouble()).isPresent();
  }

  @Test
  void leaseRunsOut_lastEntryIsWrittenAndSignedAndOthersGoOn(@TempDir Path bundle) {
    leaseRunsOut();
    VaultStatus status = one.status();
    assertThat(status.signedEntries()).isEqualTo(status.logEntries());
    try (Vault other = one.other()) {
      assertThat(one.leaseEntries(other))
          .satisfiesExactly(
              begins -> assertThat(begins).contains("\"state\":\"out\""),
              ends -> assertThat(ends).contains("\"state\":\"over\""));
      assertThat(TokenVault.physician(other).read(one.key).get(OneRecord.FIELD).asText())
          .isEqualTo(OneRecord.VALUE);
      assertThat(LogOf.verdict(other, bundle.resolve("log")).exitCode())
          .isEqualTo(ExitCode.VERIFIED);
    }
  }

  @Test
  void tokenBack_goesOnWithoutRestart() {
    leaseRunsOut();
    one.token.putBack();
    one.look();
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
    one.physician().update(one.key, 1, OneRecord.fields("130/85"));
    assertThat(one.value()).isEqualTo("130/85");
    assertThat(one.status().keyOutage()).isEmpty();
    assertThat(one.vault.signingTrouble()).isEmpty();
    assertThat(one.leaseEntries(one.vault)).hasSize(3);
    one.vault.engine().publishing.now();
    assertThat(one.status().signedEntries()).isEqualTo(one.status().logEntries());
    outage();
    one.pass(TokenVault.LEASE.minusSeconds(1));
    one.look();
    assertThat(one.value()).as("a lease of its own").isEqualTo("130/85");
    one.token.putBack();
  }

  @Test
  void tokenBack_keysRenewedMeanwhileByAnotherNodeAreLoaded() {
    leaseRunsOut();
    try (Vault other = one.other()) {
      KeyAdministration keys = other.administration(TokenVault.ADMIN).keys();
      assertThat(keys.rotate(KeyLevel.PATIENT_WRAP, JobOptions.defaults()).ended()).isTrue();
      assertThat(keys.rotate(KeyLevel.PATIENTS, JobOptions.defaults()).ended()).isTrue();
    }
    one.token.putBack();
    one.look();
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
    one.physician().update(one.key, 1, OneRecord.fields("130/85"));
    assertThat(Vault.verifyRecords(one.database.location(), one.keystore).findings()).isEmpty();
  }

  @Test
  void wrongPinAtProbe_isNotRetried() {
    one.token.changePin("5678");
    for (int i = 0; i < 5; i++) {
      one.look();
    }
    assertThat(one.token.tries()).containsOnlyOnce("wrong");
    assertThat(one.status().keyOutage().orElseThrow().why()).contains("refuses the PIN");
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
    one.pass(TokenVault.LEASE);
    one.look();
    assertRefused(one::value, Reason.WRONG_SECRET);
    assertThat(one.token.tries()).containsOnlyOnce("wrong");
    one.token.pinOfApplication("5678");
    one.look();
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
  }

  @Test
  void keyDisabled_endsTheLeaseAtOnce() {
    one.token.disable();
    one.look();
    assertRefused(one::value, Reason.DISABLED);
    one.token.enable();
    one.look();
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
  }

  @Test
  void clockJump_neitherEndsNorProlongsTheLease() {
    outage();
    one.clock.set(Duration.ofDays(400));
    one.look();
    assertThat(one.value()).as("forward").isEqualTo(OneRecord.VALUE);
    one.clock.set(Duration.ofDays(-800));
    one.pass(TokenVault.LEASE.minusSeconds(1));
    one.look();
    assertThat(one.value()).as("back").isEqualTo(OneRecord.VALUE);
    assertThat(one.status().keyOutage().map(KeyOutage::until))
        .isEqualTo(Optional.of(one.clock.instant().plusSeconds(1)));
    one.pass(Duration.ofSeconds(1));
    one.look();
    assertRefused(one::value, Reason.OUT_OF_REACH);
  }

  @Test
  void twoNodesOneWithoutToken_theOtherGoesOnAndSigns() {
    try (Vault other = one.other()) {
      leaseRunsOut();
      Session physician = TokenVault.physician(other);
      physician.update(one.key, 1, OneRecord.fields("130/85"));
      other.engine().publishing.now();
      VaultStatus status = other.administration(TokenVault.ADMIN).status();
      assertThat(status.signedEntries()).isEqualTo(status.logEntries());
      assertThat(status.keyOutage()).isEmpty();
      NodeInfo node =
          status.nodes().stream()
              .filter(each -> each.name().equals("one"))
              .findFirst()
              .orElseThrow();
      assertThat(node.keyOutSince()).isPresent();
      assertThat(node.keyOutUntil()).isEmpty();
      assertRefused(one::value, Reason.OUT_OF_REACH);
      one.token.putBack();
      one.look();
      assertThat(one.value()).isEqualTo("130/85");
    }
  }

  @Test
  void restartDuringAnOutage_opensWithAnotherSlotOnly() {
    outage();
    one.close();
    assertThatThrownBy(() -> Vault.open(one.database.location(), one.token.unlock()))
        .isInstanceOfSatisfying(
            VaultException.KeyUnavailable.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.OUT_OF_REACH))
        .hasMessageContaining("not plugged in");
    try (Vault other = one.other()) {
      assertThat(TokenVault.physician(other).read(one.key).get(OneRecord.FIELD).asText())
          .isEqualTo(OneRecord.VALUE);
    }
  }

  @Test
  void closedDuringAnOutage_isSignedAndStopped() {
    outage();
    one.close();
    assertClosedAndSigned();
  }

  @Test
  void closedAfterTheLease_leavesNoNodeBehind() {
    leaseRunsOut();
    one.close();
    assertClosedAndSigned();
  }

  private void assertClosedAndSigned() {
    try (Vault other = one.other()) {
      VaultStatus status = other.administration(TokenVault.ADMIN).status();
      assertThat(status.nodes()).isEmpty();
      assertThat(status.signedEntries()).isEqualTo(status.logEntries());
    }
  }

  @Test
  void outageWhileAJobRotates_jobGoesOnAndResumesAfterTheLease() {
    for (int i = 0; i < 8; i++) {
      one.physician().admit(new PatientIdentifier("urn:mrn", "more" + i));
    }
    KeyAdministration keys = one.vault.administration(TokenVault.ADMIN).keys();
    JobOptions pullingOut =
        JobOptions.defaults()
            .withRate(10)
            .withProgress(
                job -> {
                  if (job.done() == 2) {
                    outage();
                  }
                  if (job.done() == 4) {
                    one.pass(TokenVault.LEASE);
                    one.look();
                  }
                });
    assertRefused(() -> keys.rotate(KeyLevel.PATIENT_WRAP, pullingOut), Reason.OUT_OF_REACH);
    one.token.putBack();
    one.look();
    JobStatus ended = keys.resume("", JobOptions.defaults().withRate(0));
    assertThat(ended.ended()).isTrue();
    assertThat(ended.done()).isEqualTo(10);
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
    assertThat(Vault.verifyRecords(one.database.location(), one.keystore).findings()).isEmpty();
  }

  @Test
  void slotAddedAnewWhileTheTokenWasAway_opensIt() {
    leaseRunsOut();
    one.token.putBack();
    try (Vault other = one.other()) {
      Administration administration = other.administration(TokenVault.ADMIN);
      String old =
          administration.slots().stream()
              .filter(slot -> slot.kind().startsWith("removable"))
              .findFirst()
              .orElseThrow()
              .id();
      administration.removeSlot(old);
      administration.keys().rotateRoot(List.of(one.keystore));
      one.look();
      assertRefused(one::value, Reason.OUT_OF_REACH);
      administration.addSlot(one.keystore, one.token.unlock());
    }
    one.look();
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
  }
}

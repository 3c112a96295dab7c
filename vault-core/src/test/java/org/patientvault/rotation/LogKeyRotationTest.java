package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Administration;
import org.patientvault.AuditTrail;
import org.patientvault.JobOptions;
import org.patientvault.KeyAge;
import org.patientvault.SlotInfo;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.Verdict;
import org.patientvault.audit.VerifierKey;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P5: the log's signing keys are renewed with the next log, and announced in the one before. */
@Tag("once")
@OnBothStores
class LogKeyRotationTest {
  private static final Actor AUDITOR = Actor.of("otto", "auditor");

  @TempDir Path folder;
  private TestDatabase database;
  private Unlock first;
  private Unlock second;
  private int exported;

  @BeforeEach
  void aVaultWithTwoSlots(TestDatabase fresh) {
    database = fresh;
    first = keystore("a.p12");
    second = keystore("b.p12");
    try (Vault vault = Vault.create(database.location(), first)) {
      admin(vault).addSlot(first, second);
      admit(vault, "1");
    }
  }

  private Unlock keystore(String name) {
    return Unlock.keystore(folder.resolve(name), "kek", "correct horse battery"::toCharArray);
  }

  private static Administration admin(Vault vault) {
    return vault.administration(Actor.of("ada", "admin"));
  }

  private static void admit(Vault vault, String mrn) {
    vault
        .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
        .admit(new PatientIdentifier("urn:mrn", mrn));
  }

  private Vault open(Unlock by) {
    return Vault.open(database.location(), by);
  }

  private static TrustPolicy policy(String text) {
    return TrustPolicy.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private Report verified(AuditTrail trail, TrustPolicy policy) {
    Path bundle = folder.resolve("bundle-" + exported++);
    trail.export(bundle);
    return BundleVerifier.verify(bundle, policy, Optional.empty());
  }

  private void assertNewestVerifies(Vault vault) {
    AuditTrail trail = vault.auditTrail(AUDITOR);
    assertGood(verified(trail, policy(trail.trustPolicy())));
  }

  private static void assertGood(Report report) {
    assertThat(report.exitCode().code()).as(String.join("\n", report.lines())).isZero();
  }

  private void assertRowsVerify() {
    assertThat(Vault.verifyRecords(database.location(), first).findings()).isEmpty();
  }

  @Test
  void nextLog_verifiesByTheKeysThatTheClosedOneAnnounced() {
    try (Vault vault = open(first)) {
      String before = vault.auditTrail(AUDITOR).trustPolicy();
      assertThat(admin(vault).keys().rotateLog(List.of(first, second)))
          .extracting(SlotInfo::state)
          .containsOnly("active");
      admit(vault, "2");
      AuditTrail trail = vault.auditTrail(AUDITOR);
      AuditTrail closed = trail.ofLog(trail.logs().get(0));
      assertThat(closed.trustPolicy()).isEqualTo(before);
      Report old = verified(closed, policy(before));
      assertGood(old);
      assertThat(old.lines()).anyMatch(line -> line.matches("NEXT KEY \\S+ .* sha256=[0-9a-f]+"));
      assertGood(verified(trail, announced(old)));
      assertThat(verified(trail, policy(before)).exitCode().code()).isEqualTo(2);
    }
    assertRowsVerify();
  }

  /** As an auditor makes it who has the closed log's bundle, and its policy from before. */
  private static TrustPolicy announced(Report closed) {
    List<VerifierKey> keys =
        closed.verdicts().stream()
            .filter(Verdict.NextKey.class::isInstance)
            .map(verdict -> ((Verdict.NextKey) verdict).key())
            .toList();
    String origin = keys.get(0).name();
    return policy(
        "log %s\nwitness %s %s\nquorum %s\n"
            .formatted(keys.get(0).vkey(), origin, keys.get(1).vkey(), origin));
  }

  @Test
  void anotherHandle_goesOnAndSignsWithTheNewKeys() {
    try (Vault other = open(second)) {
      admit(other, "2");
      try (Vault vault = open(first)) {
        admin(vault).keys().rotateLog(List.of(first, second));
      }
      admit(other, "3");
      assertNewestVerifies(other);
      assertThat(admin(other).status().signingTrouble()).isEmpty();
    }
    assertRowsVerify();
  }

  @Test
  void slotWithoutItsSecret_isStaleAndItsProcessSignsNothing() {
    Vault other = open(second);
    admit(other, "2");
    try (Vault vault = open(first)) {
      assertThat(admin(vault).keys().rotateLog(List.of(first)))
          .extracting(SlotInfo::state)
          .containsExactlyInAnyOrder("active", "stale");
      admit(other, "3");
      assertThatThrownBy(() -> other.auditTrail(AUDITOR).export(folder.resolve("x")))
          .isInstanceOf(VaultException.KeyUnavailable.class);
      assertThat(admin(other).status().signingTrouble().orElseThrow()).contains("signs nothing");
      assertThatThrownBy(other::close).isInstanceOf(VaultException.KeyUnavailable.class);
      assertNewestVerifies(vault);
    }
    assertThatThrownBy(() -> open(second)).isInstanceOf(VaultException.KeyUnavailable.class);
    assertRowsVerify();
  }

  @Test
  void noSecretThatOpens_changesNothing() {
    try (Vault vault = open(first)) {
      Unlock stranger = Unlock.passphrase("none that was ever enrolled"::toCharArray);
      assertThatThrownBy(() -> admin(vault).keys().rotateLog(List.of(stranger)))
          .isInstanceOf(VaultException.KeyUnavailable.class)
          .hasMessageContaining("nothing was changed");
      assertThat(vault.auditTrail(AUDITOR).logs()).hasSize(1);
    }
    try (Vault vault = open(second)) {
      admit(vault, "2");
    }
    assertRowsVerify();
  }

  @Test
  void lastSignedFile_goesOnAcrossIt() {
    VaultOptions options = VaultOptions.defaults().withLastSigned(folder.resolve("last-signed"));
    try (Vault vault = Vault.open(database.location(), List.of(first), options)) {
      admin(vault).keys().rotateLog(List.of(first, second));
    }
    try (Vault vault = open(first)) {
      admin(vault).keys().rotateLog(List.of(first, second));
    }
    try (Vault vault = Vault.open(database.location(), List.of(second), options)) {
      admit(vault, "2");
      assertNewestVerifies(vault);
      assertThat(admin(vault).status().signingTrouble()).isEmpty();
    }
    assertRowsVerify();
  }

  @Test
  void age_countsFromTheRotationAndAJobIsRefused() {
    try (Vault vault = open(first)) {
      Map<KeyLevel, KeyAge> before = ages(vault);
      admin(vault).keys().rotateLog(List.of(first, second));
      Map<KeyLevel, KeyAge> after = ages(vault);
      assertThat(after.get(KeyLevel.LOG).since()).isAfter(before.get(KeyLevel.LOG).since());
      assertThat(after.get(KeyLevel.ROOT)).isEqualTo(before.get(KeyLevel.ROOT));
      assertThatThrownBy(() -> admin(vault).keys().rotate(KeyLevel.LOG, JobOptions.defaults()))
          .isInstanceOf(VaultException.InvalidInput.class)
          .hasMessageContaining("renewed at once");
    }
  }

  private static Map<KeyLevel, KeyAge> ages(Vault vault) {
    return admin(vault).status().keyAges().stream()
        .collect(Collectors.toMap(KeyAge::level, age -> age));
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.AuditorInput;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.ClosedLog;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.VerifierKey;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.SqliteDatabase;
import org.patientvault.stores.TestDatabase;

/** Vaults that live on beside each other, logs that end, keys that change, heads that are kept. */
@Tag("once")
class RestoreAttacksTest {
  private static final Actor AUDITOR = Actor.of("otto", "auditor");

  @TempDir Path folder;
  private final TestDatabase database = new SqliteDatabase();
  private ErasurePlace place;
  private Path backup;

  @BeforeEach
  void aBackup() {
    place = ErasurePlace.in(database, folder);
    backup = folder.resolve("monday.backup");
    place.administration().backup(backup);
  }

  @AfterEach
  void close() {
    place.close();
    database.close();
  }

  private RestoreOptions options() {
    return RestoreOptions.of("the disk failed", place.register).withVault(place.options());
  }

  private Path restored(String name, RestoreOptions options) {
    Path target = folder.resolve(name);
    Vault.restore(backup, target.toString(), List.of(place.unlock), ErasurePlace.ADMIN, options);
    return target;
  }

  private Vault open(Path target) {
    return Vault.open(target.toString(), List.of(place.unlock), place.options());
  }

  private static void closeLog(Vault vault) {
    vault.administration(ErasurePlace.ADMIN).closeLog();
  }

  @Test
  void threeVaultsOfOneId_neverSignUnderOneOrigin_alsoAfterTheYearTurns() {
    try (Vault one = open(restored("one", options()));
        Vault two = open(restored("two", options()))) {
      place.clock.pass(Duration.ofDays(400));
      Set<String> origins = new HashSet<>();
      for (Vault vault : List.of(place.vault, one, two)) {
        closeLog(vault);
        closeLog(vault);
        List<String> logs = vault.auditTrail(AUDITOR).logs();
        logs.subList(1, logs.size())
            .forEach(origin -> assertThat(origins.add(origin)).as(origin).isTrue());
      }
      assertThat(origins).hasSize(2 + 3 + 3);
    }
    assertThat(findings("one")).isEmpty();
    assertThat(findings("two")).isEmpty();
  }

  private List<String> findings(String name) {
    return Vault.verifyRecords(folder.resolve(name).toString(), place.unlock).findings();
  }

  @Test
  void erasureAndBackupAfterARestore_andRestoredAgain() {
    try (Vault vault = open(restored("one", options()))) {
      Erasures erasures = vault.administration(ErasurePlace.ADMIN).erasures();
      erasures.ask(place.anna, ErasureGround.REQUEST, "letter");
      place.clock.pass(Duration.ofDays(7));
      String origin = erasures.erase(place.anna).verify(keys(vault)).erasure().origin();
      assertThat(vault.auditTrail(AUDITOR).logs()).endsWith(origin).hasSize(2);
      backup = folder.resolve("tuesday.backup");
      vault.administration(ErasurePlace.ADMIN).backup(backup);
    }
    assertThat(findings("one")).isEmpty();
    try (Vault vault = open(restored("two", options()))) {
      Session physician = vault.as(ErasurePlace.PHYSICIAN, Purpose.TREAT);
      assertThatThrownBy(() -> physician.read(ErasurePlace.pressure(place.anna)))
          .isInstanceOf(VaultException.Erased.class);
      assertThat(physician.find(ErasurePlace.BERT)).contains(place.bert);
    }
    assertThat(findings("two")).isEmpty();
  }

  private static TrustPolicy keys(Vault vault) {
    return TrustPolicy.parse(
        vault.auditTrail(AUDITOR).trustPolicy().getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void holdAndPendingErasure_areSaneAfterTheReplay() {
    Administration administration = place.administration();
    PatientRef carl = place.physician().admit(new PatientIdentifier("urn:mrn", "carl"));
    place.erasures().ask(carl, ErasureGround.REQUEST, "letter");
    place.erasures().ask(place.anna, ErasureGround.REQUEST, "letter");
    administration.erasures().hold(place.anna, "court");
    backup = folder.resolve("held.backup");
    administration.backup(backup);
    administration.erasures().release(place.anna, "court is done");
    place.clock.pass(Duration.ofDays(7));
    place.erasures().erase(place.anna);
    try (Vault vault = open(restored("one", options()))) {
      Erasures erasures = vault.administration(ErasurePlace.ADMIN).erasures();
      assertThat(erasures.pending()).isEmpty();
      assertThat(erasures.holds()).isEmpty();
      erasures.ask(carl, ErasureGround.REQUEST, "letter");
      place.clock.pass(Duration.ofDays(7));
      erasures.erase(carl);
    }
    assertThat(findings("one")).isEmpty();
  }

  /** The log of a year was lost as a whole: that is told, and is no forgery. */
  @Test
  void laterLogThatWasLost_isToldAsLost() throws IOException {
    closeLog(place.vault);
    place.physician().read(ErasurePlace.pressure(place.anna));
    place.administration().backup(folder.resolve("signs"));
    Path old = folder.resolve("old");
    place.vault.auditTrail(AUDITOR).export(old);
    byte[] note = Files.readAllBytes(old.resolve("checkpoint"));
    Files.write(folder.resolve("kept"), note);
    RestoreOptions named = options().withLastSigned(folder.resolve("kept"));
    try (Vault vault = open(restored("one", named))) {
      Path bundle = folder.resolve("new");
      vault.auditTrail(AUDITOR).export(bundle);
      AuditorInput input = AuditorInput.of(Optional.empty());
      ClosedLog kept = ClosedLog.ofNote(note);
      for (AuditorInput each : List.of(input, input.withPrevious(kept))) {
        Report report = BundleVerifier.verify(bundle, keys(vault), each);
        assertThat(report.lines())
            .anyMatch(
                line ->
                    line.startsWith("LOST entries=0.." + (kept.size() - 1) + " ")
                        && line.contains("origin=" + kept.origin()))
            .noneMatch(line -> line.startsWith("TAMPERED") || line.contains("BROKEN"));
      }
    }
  }

  /** Certificates of keys that the backup does not know need a policy that names both. */
  @Test
  void logKeysRenewedSince_clearErrorAndAPolicyOfBothHelps() throws IOException {
    TrustPolicy before = place.publicKeys();
    place.administration().keys().rotateLog(List.of(place.unlock));
    place.erase(place.anna);
    assertThatThrownBy(() -> restored("none", options()))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessageContaining("--policy");
    assertThat(folder.resolve("none")).doesNotExist();
    RestoreOptions both = options().withTrust(both(before, place.publicKeys()));
    try (Vault vault = open(restored("one", both))) {
      Session physician = vault.as(ErasurePlace.PHYSICIAN, Purpose.TREAT);
      assertThatThrownBy(() -> physician.read(ErasurePlace.pressure(place.anna)))
          .isInstanceOf(VaultException.Erased.class);
    }
    assertThat(findings("one")).isEmpty();
  }

  private static TrustPolicy both(TrustPolicy one, TrustPolicy other) {
    List<VerifierKey> a = one.keys();
    List<VerifierKey> b = other.keys();
    String text =
        String.join(
            "\n",
            "log " + a.get(0).vkey(),
            "log " + b.get(0).vkey(),
            "witness w1 " + a.get(1).vkey(),
            "witness w2 " + b.get(1).vkey(),
            "group either any w1 w2",
            "quorum either",
            "");
    return TrustPolicy.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}

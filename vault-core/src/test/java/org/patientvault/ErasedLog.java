package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.AuditorInput;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.Report;
import org.patientvault.audit.RetentionClass;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.details.DetailsKey;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.SetClock;

/** A vault of one year ago whose details are erased, and the auditor whose key opens the rest. */
final class ErasedLog {
  static final Actor ADMIN = Actor.of("root", "admin");
  static final int PATIENTS = 60;

  /** The keys of all of them and of the reserved subject, and a search that found one. */
  static final long ACCESSES = PATIENTS + 3;

  private static final Instant BEGIN = Instant.parse("2026-01-15T08:00:00Z");
  private static final Unlock UNLOCK = QuickPassphrase.of("correct horse battery"::toCharArray);

  final DetailsKey auditor = DetailsKey.generate();
  private final SetClock clock = new SetClock(BEGIN);
  private final String location;
  final PatientRef first;
  final TrustPolicy policy;

  /** Admits {@link #PATIENTS} patients and looks for one of them. */
  ErasedLog(String location) {
    this.location = location;
    try (Vault vault = Vault.create(location, UNLOCK, options())) {
      first = admit(vault, 0);
      for (int i = 1; i < PATIENTS; i++) {
        admit(vault, i);
      }
      vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT).find(identifier(0));
      policy =
          TrustPolicy.parse(
              vault.auditTrail(StoredLog.AUDITOR).trustPolicy().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static PatientRef admit(Vault vault, int number) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT).admit(identifier(number));
  }

  static PatientIdentifier identifier(int number) {
    return new PatientIdentifier("urn:mrn", "mrn-" + number);
  }

  private VaultOptions options() {
    return VaultOptions.defaults().withClock(clock);
  }

  /** The vault, so many days later. */
  Vault later(int days) {
    clock.pass(Duration.ofDays(days));
    return Vault.open(location, List.of(UNLOCK), options());
  }

  /** In the autumn everything that may expire does; the year is not over. */
  Map<RetentionClass, Long> expireLater(Map<RetentionClass, Duration> kept) {
    try (Vault vault = later(300)) {
      LogRetention retention = vault.administration(ADMIN).logRetention();
      retention.setRule(new RetentionRule(kept));
      return retention.expire(count -> {});
    }
  }

  /** What the auditor gets. */
  Path export(Path bundle) {
    try (Vault vault = later(0)) {
      vault.auditTrail(StoredLog.AUDITOR).exportWithDetails(bundle, auditor.recipient());
    }
    return bundle;
  }

  Report exportAndVerify(Path bundle) {
    return verify(export(bundle), auditor);
  }

  Report verify(Path bundle, DetailsKey key) {
    AuditorInput input = AuditorInput.of(Optional.empty()).withDetails(key);
    return BundleVerifier.verify(bundle, policy, input);
  }

  /** What looking at the rows finds. */
  List<String> findings() {
    return Vault.verifyRecords(location, List.of(UNLOCK), options()).findings();
  }
}

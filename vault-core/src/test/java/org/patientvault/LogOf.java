package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.model.Actor;

/** The log of an open vault, as an auditor gets and verifies it. */
final class LogOf {
  private static final Actor AUDITOR = Actor.of("auditor", "auditor");

  private LogOf() {}

  static Report verdict(Vault vault, Path bundle) {
    AuditTrail trail = vault.auditTrail(AUDITOR);
    trail.export(bundle);
    byte[] policy = trail.trustPolicy().getBytes(StandardCharsets.UTF_8);
    return BundleVerifier.verify(bundle, TrustPolicy.parse(policy), Optional.empty());
  }
}

package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.patientvault.AuditLine;
import org.patientvault.AuditTrail;
import org.patientvault.Vault;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;

/** The auditor's part of the demonstration, and the attacker's on a copy. */
final class DemoAudit {
  private static final Actor AUDITOR = Actor.of("otto", "auditor");
  private static final int SHOWN = 5;

  private final DemoSteps steps;
  private final ScratchFolder scratch;

  DemoAudit(DemoSteps steps, ScratchFolder scratch) {
    this.steps = steps;
    this.scratch = scratch;
  }

  /** Gives the public keys, by which everything is verified afterwards. */
  TrustPolicy showAndVerify(Vault vault) {
    steps.next("read the access log, as an auditor");
    AuditTrail trail = vault.auditTrail(AUDITOR);
    List<AuditLine> newest = trail.entries(Math.max(0, trail.size() - SHOWN), SHOWN);
    newest.forEach(
        line -> {
          List<String> cells = LogLine.row(line);
          steps.fact(
              "entry %s  %-8s  %-6s  %s"
                  .formatted(cells.get(0), cells.get(2), cells.get(4), cells.get(8)));
        });
    steps.next("verify the exported log offline, with public keys alone");
    trail.export(scratch.path("bundle"));
    TrustPolicy keys = TrustPolicy.parse(trail.trustPolicy().getBytes(StandardCharsets.UTF_8));
    print(verify(keys, scratch.path("bundle")));
    return keys;
  }

  private static Report verify(TrustPolicy keys, Path bundle) {
    return BundleVerifier.verify(bundle, keys, Optional.empty());
  }

  private void print(Report report) {
    report.lines().stream().filter(line -> !line.startsWith("KEY ")).forEach(steps::fact);
  }

  void attack(DemoPlace.Attacked attacked, DemoPlace place, Unlock passphrase, TrustPolicy keys)
      throws Exception {
    String location = attacked.location();
    steps.next("change one record in " + attacked.name() + ", as a database administrator");
    attacked.attack().changeOneRecord();
    Vault.verifyRecords(location, List.of(passphrase), place.options())
        .findings()
        .forEach(steps::fact);
    steps.next("make a refusal in its log look like a success");
    attacked.attack().changeOneLogEntry();
    Vault.exportLog(location, scratch.path("forged"), place.options());
    print(verify(keys, scratch.path("forged")));
  }
}

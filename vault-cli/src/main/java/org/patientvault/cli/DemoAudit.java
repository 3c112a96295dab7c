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
  private static final Actor ADMIN = Actor.of("ada", "admin");
  private static final Actor AUDITOR = Actor.of("otto", "auditor");
  private static final int SHOWN = 5;

  private final DemoSteps steps;
  private final ScratchFolder scratch;

  DemoAudit(DemoSteps steps, ScratchFolder scratch) {
    this.steps = steps;
    this.scratch = scratch;
  }

  void showAndVerify(Vault vault) {
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
    print(verify(vault, scratch.path("bundle")));
  }

  private static Report verify(Vault vault, Path bundle) {
    byte[] policy = vault.auditTrail(AUDITOR).trustPolicy().getBytes(StandardCharsets.UTF_8);
    return BundleVerifier.verify(bundle, TrustPolicy.parse(policy), Optional.empty());
  }

  private void print(Report report) {
    report.lines().stream().filter(line -> !line.startsWith("KEY ")).forEach(steps::fact);
  }

  void attackACopy(Vault vault, Unlock passphrase) throws Exception {
    Path copy = scratch.path("copy.vault");
    vault.administration(ADMIN).backup(copy);
    DemoAttack attack = new DemoAttack(copy);
    steps.next("change one record in a copy, as a database administrator");
    attack.changeOneRecord();
    Vault.verifyRecords(copy.toString(), passphrase).findings().forEach(steps::fact);
    steps.next("make a refusal in the copy's log look like a success");
    attack.changeOneLogEntry();
    Vault.exportLog(copy.toString(), scratch.path("forged"));
    print(verify(vault, scratch.path("forged")));
  }
}

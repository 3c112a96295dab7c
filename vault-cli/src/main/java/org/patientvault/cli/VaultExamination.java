package org.patientvault.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.Vault;
import org.patientvault.VaultStatus;
import org.patientvault.model.VaultException;
import org.patientvault.verify.Failure;
import org.patientvault.verify.NotOpened;

/** Looks at the vault from inside: its slots, whether it opens, whether its log is signed. */
final class VaultExamination {
  private final Desk desk;
  private final List<Finding> findings = new ArrayList<>();

  private VaultExamination(Desk desk) {
    this.desk = desk;
  }

  static List<Finding> of(Desk desk) {
    VaultExamination examination = new VaultExamination(desk);
    try {
      examination.slots();
      examination.inside();
    } catch (VaultException | NotOpened e) {
      examination.findings.add(Finding.problem("vault", told(e)));
    }
    return examination.findings;
  }

  /** The failure, without the advice to run what is running. */
  private static Failure told(RuntimeException e) {
    Failure told = Failure.of(e);
    return told.hint().contains("doctor") ? told.hinting("look at the lines above") : told;
  }

  private void slots() {
    findings.addAll(SlotFindings.of(desk.slots()));
  }

  private void inside() {
    try (Vault vault = desk.open()) {
      findings.add(
          Finding.ok("opening", "slots, keysets, policy and schema are as they were sealed"));
      VaultStatus status = vault.administration(desk.actor(Desk.ADMIN)).status();
      signing(status);
      findings.addAll(WitnessFindings.of(vault.administration(desk.actor(Desk.ADMIN)).witnesses()));
      findings.addAll(
          RequestFindings.of(
              vault.administration(desk.actor(Desk.ADMIN)).approvals(), Instant.now()));
      findings.addAll(NodeFindings.of(status.nodes()));
      findings.addAll(KeyFindings.of(status));
      findings.addAll(KeyAgeFindings.of(status, Instant.now()));
      findings.addAll(AnchorFindings.of(status, Instant.now()));
      findings.addAll(
          BackupFindings.of(
              status, vault.administration(desk.actor(Desk.ADMIN)).backups().all(), Instant.now()));
      findings.addAll(
          ErasureFindings.of(
              vault.administration(desk.actor(Desk.ADMIN)).erasures(), Instant.now()));
    }
  }

  private void signing(VaultStatus status) {
    String words = status.signedEntries() + " of " + status.logEntries() + " entries are signed";
    if (status.signingTrouble().isPresent()) {
      findings.add(
          Finding.problem(
              "signing", status.signingTrouble().get(), "keep the vault and verify its log"));
    } else if (status.signedEntries() < status.logEntries()) {
      findings.add(
          Finding.warning(
              "signing",
              words,
              "normal for a second or so; if it lasts, look for a stuck process"));
    } else {
      findings.add(Finding.ok("signing", words));
    }
  }
}

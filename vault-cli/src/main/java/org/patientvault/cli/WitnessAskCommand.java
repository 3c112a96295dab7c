package org.patientvault.cli;

import java.util.List;
import org.patientvault.Vault;
import org.patientvault.WitnessStatus;
import org.patientvault.audit.ExitCode;
import picocli.CommandLine.Command;

@Command(
    name = "ask",
    description = {
      "sign the log, and have every witness that has an address cosign it now",
      "a vault that is open asks by itself, once a minute while its log grows"
    },
    footer = {"", "example:", "  patientvault audit witness ask --vault clinic.vault"})
final class WitnessAskCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    WitnessStatus status;
    try (Vault vault = desk.open()) {
      status = vault.auditTrail(desk.actor(Desk.AUDITOR), desk.purpose()).askWitnesses();
    }
    WitnessLine.print(desk.output(), status);
    boolean silent =
        status.witnesses().stream()
            .filter(each -> !each.url().isEmpty())
            .anyMatch(each -> each.trouble().isPresent());
    List<Finding> warnings = WitnessFindings.warnings(status);
    warnings.forEach(each -> desk.output().warn(each.words()));
    return silent ? ExitCode.POLICY_NOT_MET : ExitCode.VERIFIED;
  }
}

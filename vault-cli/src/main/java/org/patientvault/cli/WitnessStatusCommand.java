package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.WitnessStatus;
import org.patientvault.audit.ExitCode;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "list the witnesses of a vault's log, and how far each has come; asks none",
    footer = {"", "example:", "  patientvault audit witness status --vault clinic.vault"})
final class WitnessStatusCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    WitnessStatus status;
    try (Vault vault = desk.open()) {
      status = vault.administration(desk.actor(Desk.ADMIN)).witnesses();
    }
    WitnessLine.print(desk.output(), status);
    WitnessFindings.warnings(status)
        .forEach(each -> desk.output().warn(each.words() + ": " + each.advice()));
    return ExitCode.VERIFIED;
  }
}

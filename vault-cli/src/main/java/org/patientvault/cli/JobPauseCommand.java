package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import picocli.CommandLine.Command;

@Command(
    name = "pause",
    description = "stop a job after the rows it is at, wherever it runs",
    footer = {"", "example:", "  patientvault job pause --vault clinic.vault"})
final class JobPauseCommand extends OneJobCommand {
  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      JobLine.tell(desk.output(), vault.administration(desk.actor(Desk.ADMIN)).keys().pause(id));
      return ExitCode.VERIFIED;
    }
  }
}

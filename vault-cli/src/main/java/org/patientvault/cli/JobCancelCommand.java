package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import picocli.CommandLine.Command;

@Command(
    name = "cancel",
    description = {
      "give a job up: what it did stays done, the rest stays under older keys",
      "renew the same keys again to bring all of it under a new one"
    },
    footer = {"", "example:", "  patientvault job cancel --vault clinic.vault"})
final class JobCancelCommand extends OneJobCommand {
  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      JobLine.tell(desk.output(), vault.administration(desk.actor(Desk.ADMIN)).keys().cancel(id));
      return ExitCode.VERIFIED;
    }
  }
}

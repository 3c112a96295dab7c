package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    description = {
      "give a job up: what it did stays done, the rest stays under older keys",
      "renew the same keys again to bring all of it under a new one"
    },
    footer = {"", "example:", "  patientvault job cancel --vault clinic.vault"})
final class JobCancelCommand extends VaultCommand {
  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "the first digits of its id; else the one that has not ended")
  String id = "";

  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      JobLine.tell(desk.output(), vault.administration(desk.actor(Desk.ADMIN)).keys().cancel(id));
      return ExitCode.VERIFIED;
    }
  }
}

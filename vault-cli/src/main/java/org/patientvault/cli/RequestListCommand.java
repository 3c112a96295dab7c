package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "list what administrators asked for, and how it stands",
    footer = {"", "example:", "  patientvault request list --vault clinic.vault"})
final class RequestListCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      RequestLine.print(
          desk.output(), vault.administration(desk.actor(Desk.ADMIN)).approvals().list());
    }
    return ExitCode.VERIFIED;
  }
}

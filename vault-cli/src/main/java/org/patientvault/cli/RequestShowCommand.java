package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = {
      "show what exactly a request is for, and why",
      "of a text it shows the SHA-256: compare it with that of the file you were sent"
    },
    footer = {"", "example:", "  patientvault request show 3fa9 --vault clinic.vault"})
final class RequestShowCommand extends VaultCommand {
  @Parameters(paramLabel = "ID", description = "the request's id, or its first four digits or more")
  String id = "";

  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      RequestLine.print(
          desk.output(), vault.administration(desk.actor(Desk.ADMIN)).approvals().show(id));
    }
    return ExitCode.VERIFIED;
  }
}

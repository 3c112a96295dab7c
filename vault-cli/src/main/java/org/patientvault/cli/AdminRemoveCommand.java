package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.RequestKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    description = {
      "remove an administrator; asks first",
      "where one is left, nothing needs two administrators any more"
    },
    footer = {
      "",
      "example:",
      "  patientvault admin remove ben --vault clinic.vault --ask anna.key --why-file why.txt"
    })
final class AdminRemoveCommand extends VaultCommand {
  @Parameters(paramLabel = "NAME", description = "as admin list names the administrator")
  String name = "";

  @Mixin final Agreement agreement = new Agreement();

  @Override
  ExitCode run(Desk desk) {
    if (agreement.asks()) {
      return agreement.ask(
          desk, RequestKind.ADMINISTRATORS, admin -> admin.approvals().forRemoving(name));
    }
    desk.confirm(() -> name + " will ask for and approve nothing any more");
    try (Vault vault = desk.open()) {
      int version = agreement.admin(desk, vault).approvals().remove(name);
      AdminListCommand.print(desk.output(), vault, desk, version);
    }
    return ExitCode.VERIFIED;
  }
}

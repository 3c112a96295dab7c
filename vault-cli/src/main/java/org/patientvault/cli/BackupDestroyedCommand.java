package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "destroyed",
    description = {
      "note that a backup was destroyed, with every copy of it",
      "keys that it held can then be destroyed; nothing looks whether it is true"
    },
    footer = {"", "example:", "  patientvault backup destroyed 8c1f20aa --vault clinic.vault"})
final class BackupDestroyedCommand extends VaultCommand {
  @Parameters(paramLabel = "ID", description = "at least the first eight characters of its id")
  String id = "";

  @Override
  ExitCode run(Desk desk) {
    desk.confirm(() -> "this says for good that no copy of backup " + id + " is left");
    try (Vault vault = desk.open()) {
      vault.administration(desk.actor(Desk.ADMIN)).backups().destroyed(id);
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("destroyed", id).build());
    } else {
      desk.output().line("noted");
    }
    return ExitCode.VERIFIED;
  }
}

package org.patientvault.cli;

import java.nio.file.Path;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    description = {
      "copy a consistent, signed state of the vault into a new file, while others go on",
      "the copy is sealed as the vault is, and opens with the same slots",
      "of a vault on PostgreSQL too it is a file of SQLite, which is a vault of its own"
    },
    footer = {"", "example:", "  patientvault backup --vault clinic.vault /mnt/backup/today.vault"})
final class BackupCommand extends VaultCommand {
  @Parameters(paramLabel = "FILE", description = "a file that is not there yet")
  Path target = Path.of("");

  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      vault.administration(desk.actor(Desk.ADMIN)).backup(target);
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("backup", true).build());
    } else {
      desk.output().line("backup written");
    }
    return ExitCode.VERIFIED;
  }
}

package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;

@Command(
    name = "close-shard",
    description = {
      "close the log for good and begin the next one, as the end of a year does by itself",
      "others go on working; the closed log stays in the vault, to be read and exported"
    },
    footer = {"", "example:", "  patientvault audit close-shard --vault clinic.vault"})
final class AuditCloseShardCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    String newest;
    try (Vault vault = desk.open()) {
      newest = vault.administration(desk.actor(Desk.ADMIN)).closeLog();
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("origin", newest).build());
    } else {
      desk.output().line(newest);
      desk.output().say("print the new log's keys for the auditor: patientvault audit keys");
    }
    return ExitCode.VERIFIED;
  }
}

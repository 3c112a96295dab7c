package org.patientvault.cli;

import java.util.List;
import org.patientvault.BackupKeys;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "list the backups that were made and when each is to be destroyed",
    footer = {"", "example:", "  patientvault backup list --vault clinic.vault"})
final class BackupListCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    List<BackupKeys> all;
    try (Vault vault = desk.open()) {
      all = vault.administration(desk.actor(Desk.ADMIN)).backups().all();
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.of(all.stream().map(BackupListCommand::json).toList()));
    } else {
      desk.output()
          .table(
              List.of("backup", "made", "until", "state"),
              all.stream()
                  .map(
                      each ->
                          List.of(
                              each.id(),
                              each.time().toString(),
                              each.until().toString(),
                              state(each)))
                  .toList());
    }
    return ExitCode.VERIFIED;
  }

  private static String state(BackupKeys backup) {
    return backup.gone() ? "destroyed" : "kept";
  }

  private static JsonValue json(BackupKeys backup) {
    return JsonValue.members()
        .put("backup", backup.id())
        .put("made", backup.time().toString())
        .put("until", backup.until().toString())
        .put("destroyed", backup.gone())
        .build();
  }
}

package org.patientvault.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.patientvault.BackupKeys;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.KeyLevel;
import picocli.CommandLine.Command;

@Command(
    name = "backups",
    description = {
      "list the backups that were made and the keys each holds, as the log tells",
      "whoever has a backup and one of its slots has these keys, whatever becomes of them here"
    },
    footer = {"", "example:", "  patientvault key backups --vault clinic.vault"})
final class KeyBackupsCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      List<BackupKeys> backups = vault.administration(desk.actor(Desk.ADMIN)).keys().backups();
      if (desk.output().isJson()) {
        desk.output().json(JsonValue.of(backups.stream().map(KeyBackupsCommand::json).toList()));
      } else {
        desk.output()
            .table(
                List.of("entry", "made", "keys"),
                backups.stream().map(KeyBackupsCommand::row).toList());
      }
    }
    return ExitCode.VERIFIED;
  }

  private static List<String> row(BackupKeys backup) {
    return List.of(
        Long.toString(backup.logIndex()),
        backup.time().toString(),
        backup.keys().isEmpty() ? "not known" : keys(backup));
  }

  private static String keys(BackupKeys backup) {
    return new TreeMap<>(backup.keys())
        .entrySet().stream()
            .map(level -> level.getKey().text() + " " + ids(level.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String ids(List<Integer> keys) {
    return keys.stream().map(String::valueOf).collect(Collectors.joining("+"));
  }

  private static JsonValue json(BackupKeys backup) {
    JsonMembers keys = JsonValue.members();
    for (Map.Entry<KeyLevel, List<Integer>> level : new TreeMap<>(backup.keys()).entrySet()) {
      keys.put(
          level.getKey().text(),
          JsonValue.of(level.getValue().stream().map(id -> JsonValue.of((long) id)).toList()));
    }
    return JsonValue.members()
        .put("entry", backup.logIndex())
        .put("made", backup.time().toString())
        .put("keys", keys.build())
        .build();
  }
}

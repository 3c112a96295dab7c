package org.patientvault.cli;

import java.util.List;
import org.patientvault.KeyCensus;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;

@Command(
    name = "census",
    description = {
      "count what each key protects, value by value",
      "a key that only opens and protects nothing is not needed by this vault any more;",
      "backups may need it still"
    },
    footer = {"", "example:", "  patientvault key census --vault clinic.vault"})
final class KeyCensusCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      KeyCensus census = vault.administration(desk.actor(Desk.ADMIN)).keys().census();
      if (desk.output().isJson()) {
        desk.output()
            .json(JsonValue.of(census.counts().stream().map(KeyCensusCommand::json).toList()));
      } else {
        desk.output()
            .table(
                List.of("level", "key", "state", "protects"),
                census.counts().stream().map(KeyCensusCommand::row).toList());
      }
    }
    return ExitCode.VERIFIED;
  }

  private static List<String> row(KeyCensus.Count count) {
    return List.of(
        count.level().text(),
        Integer.toString(count.key()),
        count.state().text(),
        Long.toString(count.protects()));
  }

  private static JsonValue json(KeyCensus.Count count) {
    return JsonValue.members()
        .put("level", count.level().text())
        .put("key", (long) count.key())
        .put("state", count.state().text())
        .put("protects", count.protects())
        .build();
  }
}

package org.patientvault.cli;

import java.util.List;
import org.patientvault.RecordRevision;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.RecordKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "history",
    description = "list the revisions of a record, and the log entry of each; none is opened",
    footer = {
      "",
      "example:",
      "  patientvault record history --vault clinic.vault --role physician --purpose TREAT \\",
      "    0123456789abcdef0123456789abcdef Observation bp-1"
    })
final class RecordHistoryCommand extends VaultCommand {
  @Mixin final RecordArguments record = new RecordArguments();

  @Override
  ExitCode run(Desk desk) throws Exception {
    RecordKey key = record.key(desk.terminal());
    List<RecordRevision> revisions;
    try (Vault vault = desk.open()) {
      revisions = desk.session(vault).history(key);
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.of(revisions.stream().map(RecordHistoryCommand::json).toList()));
    } else {
      desk.output()
          .table(
              List.of("revision", "written", "event", "entry"),
              revisions.stream().map(RecordHistoryCommand::row).toList());
    }
    return ExitCode.VERIFIED;
  }

  private static List<String> row(RecordRevision each) {
    return List.of(
        String.valueOf(each.revision()),
        each.writtenAt().toString(),
        each.event().name(),
        String.valueOf(each.logIndex()));
  }

  private static JsonValue json(RecordRevision each) {
    return JsonValue.members()
        .put("revision", each.revision())
        .put("written", each.writtenAt().toString())
        .put("event", each.event().name())
        .put("entry", each.logIndex())
        .build();
  }
}

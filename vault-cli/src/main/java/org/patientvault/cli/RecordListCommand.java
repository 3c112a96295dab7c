package org.patientvault.cli;

import java.util.List;
import org.patientvault.RecordSummary;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    description = "list the records of a patient by type and id; none is opened",
    footer = {
      "",
      "example:",
      "  patientvault record list --vault clinic.vault --role physician --purpose TREAT"
          + " 0123456789abcdef0123456789abcdef"
    })
final class RecordListCommand extends VaultCommand {
  @Parameters(paramLabel = "PATIENT", description = "the patient's reference in the vault")
  String patient = "";

  @Override
  ExitCode run(Desk desk) {
    List<RecordSummary> records;
    try (Vault vault = desk.open()) {
      records = desk.session(vault).records(RecordArguments.patient(patient));
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.of(records.stream().map(RecordListCommand::json).toList()));
    } else {
      desk.output()
          .table(
              List.of("type", "id", "revision"),
              records.stream()
                  .map(
                      each ->
                          List.of(
                              each.key().type().value(),
                              each.key().id().value(),
                              String.valueOf(each.revision())))
                  .toList());
    }
    return ExitCode.VERIFIED;
  }

  private static JsonValue json(RecordSummary record) {
    return JsonValue.members()
        .put("type", record.key().type().value())
        .put("id", record.key().id().value())
        .put("revision", record.revision())
        .build();
  }
}

package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.WrittenRecord;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.PatientRef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "put",
    description = {
      "write a record: the JSON resource on standard input becomes its newest revision",
      "older revisions stay; the same content again changes nothing"
    },
    footer = {
      "",
      "example:",
      "  patientvault record put --vault clinic.vault --role physician --purpose TREAT \\",
      "    0123456789abcdef0123456789abcdef < observation.json"
    })
final class RecordPutCommand extends VaultCommand {
  @Parameters(paramLabel = "PATIENT", description = "the patient's reference in the vault")
  String patient = "";

  @Override
  ExitCode run(Desk desk) throws Exception {
    PatientRef reference = RecordArguments.patient(patient);
    byte[] resource = StandardInput.bytes(desk.terminal());
    WrittenRecord written;
    try (Vault vault = desk.open()) {
      written = desk.session(vault).put(reference, resource);
    }
    String change = written.change().name().toLowerCase(java.util.Locale.ROOT);
    if (desk.output().isJson()) {
      desk.output()
          .json(
              JsonValue.members()
                  .put("type", written.key().type().value())
                  .put("id", written.key().id().value())
                  .put("revision", written.revision())
                  .put("change", change)
                  .build());
    } else {
      desk.output().line(written.key().type() + " " + change + ", revision " + written.revision());
    }
    return ExitCode.VERIFIED;
  }
}

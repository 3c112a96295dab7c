package org.patientvault.cli;

import java.nio.file.Path;
import org.patientvault.FhirExport;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "fhir",
    description = {
      "write every record as FHIR NDJSON, one file for each resource type",
      "a disclosure: audited for each patient; refused whole when anything in it is refused"
    },
    footer = {
      "",
      "example:",
      "  patientvault export fhir --vault clinic.vault --role physician --purpose TREAT out/"
    })
final class ExportFhirCommand extends VaultCommand {
  @Parameters(paramLabel = "DIR", description = "a new or an empty folder")
  Path directory = Path.of("");

  @Override
  ExitCode run(Desk desk) {
    long written;
    try (Vault vault = desk.open();
        Progress progress = Progress.on(desk, "export")) {
      written = FhirExport.of(desk.session(vault)).run(directory, progress::at);
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("resources", written).build());
    } else {
      desk.output().line(written + " resources written");
      desk.output().say("the folder holds plain text now: whoever gets it reads it");
    }
    return ExitCode.VERIFIED;
  }
}

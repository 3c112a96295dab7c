package org.patientvault.cli;

import java.nio.file.Path;
import java.util.List;
import org.patientvault.FhirImport;
import org.patientvault.ImportReport;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "fhir",
    description = {
      "import FHIR R4 bundles, resources and NDJSON files, or folders of them",
      "run it again after a crash, or with more files: what is there already is left as it is"
    },
    footer = {
      "",
      "example:",
      "  patientvault import fhir --vault clinic.vault --passphrase-file pw bundles/ bulk.ndjson"
    })
final class ImportFhirCommand extends VaultCommand {
  @Parameters(paramLabel = "PATH", arity = "1..*", description = "files or folders")
  List<Path> paths = List.of();

  @Option(
      names = "--keep-going",
      description = "import what is good although something is bad; else nothing is imported then")
  boolean keepGoing;

  @Override
  ExitCode run(Desk desk) {
    ImportReport report;
    try (Vault vault = desk.open();
        Progress progress = Progress.on(desk, "import")) {
      report =
          FhirImport.of(desk.administrativeSession(vault))
              .run(
                  paths, keepGoing, now -> progress.at(now.resources(), now.input(), now.inputs()));
    }
    tell(desk.output(), report);
    return report.skipped() == 0 ? ExitCode.VERIFIED : ExitCode.REFUSED;
  }

  private void tell(Output output, ImportReport report) {
    report.problems().forEach(problem -> output.say(words(problem)));
    if (report.skipped() > report.problems().size()) {
      output.say("and " + (report.skipped() - report.problems().size()) + " more");
    }
    if (output.isJson()) {
      output.json(json(report));
    } else if (report.skipped() > 0 && !keepGoing) {
      output.say("nothing was imported; --keep-going imports what is good");
    } else {
      output.line(
          "created %d, updated %d, unchanged %d, skipped %d; patients admitted %d"
              .formatted(
                  report.created(),
                  report.updated(),
                  report.unchanged(),
                  report.skipped(),
                  report.patientsAdmitted()));
    }
    if (report.sharedIdentifiers() > 0) {
      output.warn(
          report.sharedIdentifiers()
              + " identifiers belong to another patient already, which keeps them");
    }
  }

  /** Names the input by its ordinal: a file's name may be a patient's. */
  private static String words(ImportReport.Problem problem) {
    String where = "input " + problem.input();
    return (problem.position() == 0 ? where : where + ", line or entry " + problem.position())
        + ": "
        + problem.reason();
  }

  private static JsonValue json(ImportReport report) {
    List<JsonValue> problems =
        report.problems().stream()
            .map(
                each ->
                    (JsonValue)
                        JsonValue.members()
                            .put("input", each.input())
                            .put("position", each.position())
                            .put("reason", each.reason())
                            .build())
            .toList();
    return JsonValue.members()
        .put("created", report.created())
        .put("updated", report.updated())
        .put("unchanged", report.unchanged())
        .put("skipped", report.skipped())
        .put("patientsAdmitted", report.patientsAdmitted())
        .put("sharedIdentifiers", report.sharedIdentifiers())
        .put("problems", JsonValue.of(problems))
        .build();
  }
}

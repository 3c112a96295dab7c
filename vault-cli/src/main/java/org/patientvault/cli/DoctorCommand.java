package org.patientvault.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;

@Command(
    name = "doctor",
    description = {
      "look at everything that usually goes wrong, and say what to do",
      "reads no record; audit verify and audit verify --records check the log and every row"
    },
    footer = {"", "example:", "  patientvault doctor --vault clinic.vault --passphrase-file pw"})
final class DoctorCommand extends VaultCommand {
  private static final String URL = "jdbc:sqlite:";

  @Override
  ExitCode run(Desk desk) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("java", Runtime.version().toString()));
    findings.addAll(place(desk));
    if (findings.stream().noneMatch(DoctorCommand::leavesNothingToLookAt)) {
      findings.addAll(VaultExamination.of(desk));
    }
    print(desk.output(), findings);
    return findings.stream().map(Finding::code).reduce(ExitCode.VERIFIED, ExitCode::worse);
  }

  private static List<Finding> place(Desk desk) {
    return desk.isOnServer()
        ? ServerExamination.of(desk)
        : FileExamination.of(file(desk.location()));
  }

  private static boolean leavesNothingToLookAt(Finding finding) {
    return finding.level() == Finding.Level.PROBLEM
        && List.of("file", "server").contains(finding.about());
  }

  private static Path file(String location) {
    String file = location.startsWith(URL) ? location.substring(URL.length()) : location;
    int parameters = file.indexOf('?');
    return Path.of(parameters < 0 ? file : file.substring(0, parameters));
  }

  private static void print(Output output, List<Finding> findings) {
    if (output.isJson()) {
      output.json(JsonValue.of(findings.stream().map(Finding::json).toList()));
      return;
    }
    output.table(
        List.of("", "what", "found", "what to do"),
        findings.stream()
            .map(
                each ->
                    List.of(
                        each.level().name().toLowerCase(java.util.Locale.ROOT),
                        each.about(),
                        each.words(),
                        each.advice()))
            .toList());
  }
}

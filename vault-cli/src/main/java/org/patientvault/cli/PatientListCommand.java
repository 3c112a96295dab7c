package org.patientvault.cli;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.PatientRef;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "list the patients by their references; a search, and audited as one",
    footer = {
      "",
      "example:",
      "  patientvault patient list --vault clinic.vault --role physician --purpose TREAT"
    })
final class PatientListCommand extends VaultCommand {
  private static final int AT_ONCE = 10_000;

  @Override
  ExitCode run(Desk desk) {
    List<String> references = new ArrayList<>();
    try (Vault vault = desk.open()) {
      Session session = desk.session(vault);
      List<PatientRef> some = session.patients(null, AT_ONCE);
      while (!some.isEmpty()) {
        some.forEach(each -> references.add(each.toString()));
        some = session.patients(some.get(some.size() - 1), AT_ONCE);
      }
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.ofTexts(references));
    } else {
      references.forEach(desk.output()::line);
    }
    return ExitCode.VERIFIED;
  }
}

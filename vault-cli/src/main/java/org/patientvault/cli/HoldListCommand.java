package org.patientvault.cli;

import java.util.List;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.PatientRef;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "list the patients that a legal hold is on",
    footer = {"", "example:", "  patientvault patient hold list --vault clinic.vault --json"})
final class HoldListCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    List<String> held;
    try (Vault vault = desk.open()) {
      held =
          vault.administration(desk.actor(Desk.ADMIN)).erasures().holds().stream()
              .map(PatientRef::toString)
              .sorted()
              .toList();
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("patients", JsonValue.ofTexts(held)).build());
    } else if (held.isEmpty()) {
      desk.output().say("no legal hold is on anybody");
    } else {
      held.forEach(desk.output()::line);
    }
    return ExitCode.VERIFIED;
  }
}

package org.patientvault.cli;

import java.util.Optional;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;

@Command(
    name = "find",
    description = {
      "find a patient by an identifier, read from standard input as SYSTEM|VALUE",
      "never an argument: other users of the machine can see those"
    },
    footer = {
      "",
      "example:",
      "  patientvault patient find --vault clinic.vault --role physician --purpose TREAT <"
          + " identifier.txt"
    })
final class PatientFindCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) throws Exception {
    PatientIdentifier identifier = identifier(desk);
    Optional<PatientRef> found;
    try (Vault vault = desk.open()) {
      found = desk.session(vault).find(identifier);
    }
    String reference =
        found
            .map(PatientRef::toString)
            .orElseThrow(() -> new VaultException.NotFound("no patient has this identifier"));
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("patient", reference).build());
    } else {
      desk.output().line(reference);
    }
    return ExitCode.VERIFIED;
  }

  private static PatientIdentifier identifier(Desk desk) throws Exception {
    String line = StandardInput.line(desk.terminal(), "SYSTEM|VALUE: ");
    int bar = line.indexOf('|');
    if (bar < 1 || bar == line.length() - 1) {
      throw new VaultException.InvalidInput("an identifier is written SYSTEM|VALUE");
    }
    return new PatientIdentifier(line.substring(0, bar), line.substring(bar + 1));
  }
}

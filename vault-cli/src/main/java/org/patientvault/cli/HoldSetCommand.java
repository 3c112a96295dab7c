package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.PatientRef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "set",
    description = "put a legal hold on a patient: nothing of theirs is erased until it is released",
    footer = {
      "",
      "example:",
      "  patientvault patient hold set 00112233445566778899aabbccddeeff --vault clinic.vault"
          + " --reason-file letter.txt"
    })
final class HoldSetCommand extends VaultCommand {
  @Mixin final PatientArgument whom = new PatientArgument();
  @Mixin final ReasonOption why = new ReasonOption();

  @Override
  ExitCode run(Desk desk) {
    PatientRef patient = whom.patient();
    String reason = why.text();
    try (Vault vault = desk.open()) {
      vault.administration(desk.actor(Desk.ADMIN)).erasures().hold(patient, reason);
    }
    if (desk.output().isJson()) {
      desk.output()
          .json(JsonValue.members().put("patient", patient.toString()).put("held", true).build());
    } else {
      desk.output().say("nothing of this patient is erased until the hold is released");
    }
    return ExitCode.VERIFIED;
  }
}

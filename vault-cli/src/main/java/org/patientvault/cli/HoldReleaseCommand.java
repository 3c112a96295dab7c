package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.PatientRef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "release",
    description = "lift a legal hold: what is due is erased by the next patient erase run",
    footer = {
      "",
      "example:",
      "  patientvault patient hold release 00112233445566778899aabbccddeeff --vault clinic.vault"
          + " --reason-file letter.txt"
    })
final class HoldReleaseCommand extends VaultCommand {
  @Mixin final PatientArgument whom = new PatientArgument();
  @Mixin final ReasonOption why = new ReasonOption();

  @Override
  ExitCode run(Desk desk) {
    PatientRef patient = whom.patient();
    String reason = why.text();
    try (Vault vault = desk.open()) {
      vault.administration(desk.actor(Desk.ADMIN)).erasures().release(patient, reason);
    }
    if (desk.output().isJson()) {
      desk.output()
          .json(JsonValue.members().put("patient", patient.toString()).put("held", false).build());
    } else {
      desk.output().say("the hold is lifted");
    }
    return ExitCode.VERIFIED;
  }
}

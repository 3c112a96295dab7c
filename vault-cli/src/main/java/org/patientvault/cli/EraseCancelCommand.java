package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.PatientRef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "cancel",
    description = "take back an erasure that was asked for and not done yet: the patient stays",
    footer = {
      "",
      "example:",
      "  patientvault patient erase cancel 00112233445566778899aabbccddeeff --vault clinic.vault"
          + " --reason-file note.txt"
    })
final class EraseCancelCommand extends VaultCommand {
  @Mixin final PatientArgument whom = new PatientArgument();
  @Mixin final ReasonOption why = new ReasonOption();

  @Override
  ExitCode run(Desk desk) {
    PatientRef patient = whom.patient();
    String reason = why.text();
    try (Vault vault = desk.open()) {
      vault.administration(desk.actor(Desk.ADMIN)).erasures().cancel(patient, reason);
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("cancelled", patient.toString()).build());
    } else {
      desk.output().say("taken back; the patient stays");
    }
    return ExitCode.VERIFIED;
  }
}

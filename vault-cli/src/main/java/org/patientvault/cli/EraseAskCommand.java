package org.patientvault.cli;

import org.patientvault.PendingErasure;
import org.patientvault.Vault;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.ExitCode;
import org.patientvault.model.PatientRef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "ask",
    description = {
      "ask for a patient's erasure, to be done once the cooling-off period is over",
      "until then the patient is treated as before, and patient erase cancel takes it back"
    },
    footer = {
      "",
      "example:",
      "  patientvault patient erase ask 00112233445566778899aabbccddeeff --vault clinic.vault"
          + " --ground request --reason-file letter.txt"
    })
final class EraseAskCommand extends VaultCommand {
  @Mixin final PatientArgument whom = new PatientArgument();
  @Mixin final ReasonOption why = new ReasonOption();

  @Option(
      names = "--ground",
      required = true,
      paramLabel = "GROUND",
      description =
          "request (of the person), order (of a court), unlawful (never to be kept) or expiry (the"
              + " time to keep it is over)")
  ErasureGround ground = ErasureGround.REQUEST;

  @Override
  ExitCode run(Desk desk) {
    PatientRef patient = whom.patient();
    String reason = why.text();
    PendingErasure asked;
    try (Vault vault = desk.open()) {
      asked = vault.administration(desk.actor(Desk.ADMIN)).erasures().ask(patient, ground, reason);
    }
    if (desk.output().isJson()) {
      desk.output().json(PendingLine.members(asked).build());
    } else {
      desk.output()
          .say(
              "asked for; patientvault patient erase run erases from "
                  + asked.due()
                  + " on, nothing before");
    }
    return ExitCode.VERIFIED;
  }
}

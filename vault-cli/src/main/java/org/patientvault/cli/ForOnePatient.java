package org.patientvault.cli;

import org.patientvault.Erasures;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.PatientRef;
import picocli.CommandLine.Mixin;

/** Changes whether and when one patient is erased, for a reason that the log keeps. */
abstract class ForOnePatient extends VaultCommand {
  @Mixin final PatientArgument whom = new PatientArgument();
  @Mixin final ReasonOption why = new ReasonOption();

  abstract void act(Erasures erasures, PatientRef patient, String reason);

  /** Puts what was done to {@code patient}. */
  abstract JsonMembers told(JsonMembers to, String patient);

  /** What was done, for a person. */
  abstract String said();

  @Override
  final ExitCode run(Desk desk) {
    PatientRef patient = whom.patient();
    String reason = why.text();
    try (Vault vault = desk.open()) {
      act(vault.administration(desk.actor(Desk.ADMIN)).erasures(), patient, reason);
    }
    if (desk.output().isJson()) {
      desk.output().json(told(JsonValue.members(), patient.toString()).build());
    } else {
      desk.output().say(said());
    }
    return ExitCode.VERIFIED;
  }
}

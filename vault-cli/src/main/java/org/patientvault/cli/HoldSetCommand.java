package org.patientvault.cli;

import org.patientvault.Erasures;
import org.patientvault.audit.JsonMembers;
import org.patientvault.model.PatientRef;
import picocli.CommandLine.Command;

@Command(
    name = "set",
    description = "put a legal hold on a patient: nothing of theirs is erased until it is released",
    footer = {
      "",
      "example:",
      "  patientvault patient hold set 00112233445566778899aabbccddeeff --vault clinic.vault"
          + " --reason-file letter.txt"
    })
final class HoldSetCommand extends ForOnePatient {
  @Override
  void act(Erasures erasures, PatientRef patient, String reason) {
    erasures.hold(patient, reason);
  }

  @Override
  JsonMembers told(JsonMembers to, String patient) {
    return to.put("patient", patient).put("held", true);
  }

  @Override
  String said() {
    return "nothing of this patient is erased until the hold is released";
  }
}

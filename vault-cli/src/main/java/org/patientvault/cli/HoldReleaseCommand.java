package org.patientvault.cli;

import org.patientvault.Erasures;
import org.patientvault.audit.JsonMembers;
import org.patientvault.model.PatientRef;
import picocli.CommandLine.Command;

@Command(
    name = "release",
    description = "lift a legal hold: what is due is erased by the next patient erase run",
    footer = {
      "",
      "example:",
      "  patientvault patient hold release 00112233445566778899aabbccddeeff --vault clinic.vault"
          + " --reason-file letter.txt"
    })
final class HoldReleaseCommand extends ForOnePatient {
  @Override
  void act(Erasures erasures, PatientRef patient, String reason) {
    erasures.release(patient, reason);
  }

  @Override
  JsonMembers told(JsonMembers to, String patient) {
    return to.put("patient", patient).put("held", false);
  }

  @Override
  String said() {
    return "the hold is lifted";
  }
}

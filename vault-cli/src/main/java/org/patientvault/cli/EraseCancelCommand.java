package org.patientvault.cli;

import org.patientvault.Erasures;
import org.patientvault.audit.JsonMembers;
import org.patientvault.model.PatientRef;
import picocli.CommandLine.Command;

@Command(
    name = "cancel",
    description = "take back an erasure that was asked for and not done yet: the patient stays",
    footer = {
      "",
      "example:",
      "  patientvault patient erase cancel 00112233445566778899aabbccddeeff --vault clinic.vault"
          + " --reason-file note.txt"
    })
final class EraseCancelCommand extends ForOnePatient {
  @Override
  void act(Erasures erasures, PatientRef patient, String reason) {
    erasures.cancel(patient, reason);
  }

  @Override
  JsonMembers told(JsonMembers to, String patient) {
    return to.put("cancelled", patient);
  }

  @Override
  String said() {
    return "taken back; the patient stays";
  }
}

package org.patientvault.cli;

import org.patientvault.model.PatientRef;
import picocli.CommandLine.Parameters;

/** Whom it is about: by reference, for other users of the machine see arguments. */
final class PatientArgument {
  @Parameters(
      index = "0",
      paramLabel = "PATIENT",
      description = "the patient's reference in the vault")
  String reference = "";

  PatientRef patient() {
    return RecordArguments.patient(reference);
  }
}

package org.patientvault.cli;

import java.io.IOException;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.verify.Terminal;
import picocli.CommandLine.Parameters;

/** Which record: its patient's reference, its type and its id. */
final class RecordArguments {
  @Parameters(
      index = "0",
      paramLabel = "PATIENT",
      description = "the patient's reference in the vault")
  String patient = "";

  @Parameters(
      index = "1",
      paramLabel = "TYPE",
      description = "the record's type, such as Observation")
  String type = "";

  @Parameters(
      index = "2",
      paramLabel = "ID",
      description = "the record's id; - reads it from standard input, when it tells something")
  String id = "";

  RecordKey key(Terminal terminal) throws IOException {
    String named = id.equals("-") ? StandardInput.line(terminal, "id: ") : id;
    return RecordKey.of(patient(patient), type, named);
  }

  static PatientRef patient(String reference) {
    if (!reference.matches("[0-9a-f]{32}")) {
      throw new VaultException.InvalidInput(
          "a patient is named by the vault's reference, 32 hex digits; patientvault patient find"
              + " gives it");
    }
    return PatientRef.parse(reference);
  }
}

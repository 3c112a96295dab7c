package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.patientvault.Approvals;
import org.patientvault.Vault;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.RequestKind;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.verify.InputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "erase",
    description = {
      "erase who looked at one patient's record, and why, from the details of the log: for ever",
      "the record stays, and so do the log's entries; while the law keeps an access log there is"
          + " seldom a right to this"
    },
    footer = {
      "",
      "example:",
      "  patientvault audit erase 00112233445566778899aabbccddeeff --vault clinic.vault --ground"
          + " order --reason-file letter.txt --yes"
    })
final class AuditEraseCommand extends VaultCommand {
  @Parameters(paramLabel = "PATIENT", description = "the vault's reference of the patient")
  String patient = "";

  @Option(
      names = "--ground",
      required = true,
      paramLabel = "GROUND",
      description =
          "request (of the person), order (of a court) or unlawful (never to be recorded)")
  ErasureGround ground = ErasureGround.REQUEST;

  @Option(
      names = "--reason-file",
      required = true,
      paramLabel = "FILE",
      description = "who decided, and by which letter; sealed, so it is no argument")
  Path reasonFile = Path.of("");

  @Mixin final Agreement agreement = new Agreement();

  @Override
  ExitCode run(Desk desk) {
    if (ground == ErasureGround.EXPIRY) {
      throw new VaultException.InvalidInput("what expires: patientvault audit expire");
    }
    PatientRef whom = PatientRef.parse(patient);
    if (agreement.asks()) {
      return agreement.ask(
          desk, RequestKind.DETAILS_ERASE, admin -> Approvals.forPatient(whom, ground));
    }
    desk.confirm(
        () -> "nobody will be able to tell any more who looked at this patient's record, or why");
    String reason =
        new String(InputFile.read(reasonFile, "reason"), StandardCharsets.UTF_8).strip();
    long count;
    try (Vault vault = desk.open()) {
      count = agreement.admin(desk, vault).logRetention().erase(whom, ground, reason);
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("details", count).build());
    } else {
      desk.output().say(count + " details erased; an entry of the log says so");
    }
    return ExitCode.VERIFIED;
  }
}

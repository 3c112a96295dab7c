package org.patientvault.cli;

import java.nio.file.Path;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.verify.InputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = "keep what a witness answered; its signatures are checked first",
    footer = {
      "",
      "example:",
      "  patientvault audit witness add resp.txt --request req.txt --vault clinic.vault"
    })
final class WitnessAddCommand extends VaultCommand {
  @Parameters(paramLabel = "FILE", description = "what witness cosign wrote")
  Path answer = Path.of("");

  @Option(
      names = "--request",
      paramLabel = "FILE",
      required = true,
      description = "what it answers: the file of witness request")
  Path request = Path.of("");

  @Override
  ExitCode run(Desk desk) {
    byte[] asked = InputFile.read(request, "request");
    byte[] answered = InputFile.read(answer, "answer");
    long size;
    try (Vault vault = desk.open()) {
      size =
          vault
              .auditTrail(desk.actor(Desk.AUDITOR), desk.purpose())
              .addCosignatures(asked, answered);
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("size", size).build());
    } else {
      desk.output().say("kept: " + size + " entries are cosigned");
      desk.output().hint("patientvault audit export --cosigned DIR exports up to there");
    }
    return ExitCode.VERIFIED;
  }
}

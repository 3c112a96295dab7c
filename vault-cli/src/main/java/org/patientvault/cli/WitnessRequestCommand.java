package org.patientvault.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.patientvault.Vault;
import org.patientvault.WitnessInfo;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.VaultException;
import org.patientvault.verify.NewFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "request",
    description = {
      "sign the log, and write what is to be carried to a witness without a network",
      "keep the file until its answer is added"
    },
    footer = {
      "",
      "example:",
      "  patientvault audit witness request --vault clinic.vault --witness dpo --out req.txt"
    })
final class WitnessRequestCommand extends VaultCommand {
  @Option(
      names = "--witness",
      paramLabel = "NAME",
      description = "to which one, as the policy names it; else to the only one there is")
  @Nullable String witness;

  @Option(
      names = "--old",
      paramLabel = "SIZE",
      description = "the size that the witness said it knows; else what the vault remembers")
  @Nullable Long old;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "a new file")
  Path out = Path.of("");

  @Override
  ExitCode run(Desk desk) {
    if (old != null && old < 0) {
      throw new VaultException.InvalidInput("--old is 0 or more");
    }
    byte[] request;
    try (Vault vault = desk.open()) {
      String name =
          witness == null
              ? onlyOne(vault.administration(desk.actor(Desk.ADMIN)).witnesses().witnesses())
              : witness;
      request =
          vault
              .auditTrail(desk.actor(Desk.AUDITOR), desk.purpose())
              .witnessRequest(name, old == null ? OptionalLong.empty() : OptionalLong.of(old));
    }
    NewFile.write(out, request);
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("bytes", request.length).build());
    } else {
      desk.output().say("request written; the witness runs: patientvault audit witness cosign");
    }
    return ExitCode.VERIFIED;
  }

  private static String onlyOne(List<WitnessInfo> witnesses) {
    if (witnesses.size() != 1) {
      throw new VaultException.InvalidInput(
          "which witness? give --witness NAME; patientvault audit witness status lists them");
    }
    return witnesses.get(0).name();
  }
}

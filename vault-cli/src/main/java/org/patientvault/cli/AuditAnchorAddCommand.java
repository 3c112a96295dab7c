package org.patientvault.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.anchor.TsaTrust;
import org.patientvault.verify.Authorities;
import org.patientvault.verify.InputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = {
      "check an authority's answer against the request that waits for it, and keep it",
      "an entry of the log names it, so that later time stamps cover it"
    },
    footer = {
      "",
      "example:",
      "  patientvault audit anchor add today.tsr --tsa tsa.pem --vault clinic.vault"
    })
final class AuditAnchorAddCommand extends VaultCommand {
  @Parameters(paramLabel = "FILE", description = "the authority's answer (.tsr)")
  Path file = Path.of("");

  @Option(
      names = Authorities.OPTION,
      required = true,
      paramLabel = "FILE",
      description = "the authority's certificate or its root's (PEM); may be repeated")
  List<Path> tsa = new ArrayList<>();

  @Override
  ExitCode run(Desk desk) {
    TsaTrust authorities = Authorities.of(tsa);
    byte[] answer = InputFile.read(file, "time stamp");
    try (Vault vault = desk.open()) {
      return AuditAnchorRequestCommand.said(
          desk.output(),
          vault.administration(desk.actor(Desk.ADMIN)).anchors().add(answer, authorities));
    }
  }
}

package org.patientvault.cli;

import java.util.List;
import org.patientvault.AuditLine;
import org.patientvault.ReviewSample;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.SampleKind;
import org.patientvault.model.VaultException;
import org.patientvault.verify.TimeRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "sample",
    description = {
      "draw entries to look at, and say so in the log",
      "the same seed draws the same entries from the same log, for everybody who has it"
    },
    footer = {
      "",
      "example:",
      "  patientvault audit review sample --vault clinic.vault --from 2026-01-12 --to 2026-01-18"
          + " --size 20 --seed 2026-w03"
    })
final class ReviewSampleCommand extends VaultCommand {
  @Mixin final TimeRange time = new TimeRange();

  @Option(
      names = "--size",
      required = true,
      paramLabel = "N",
      description = "how many entries, 1 to 1,000")
  int size;

  @Option(
      names = "--seed",
      required = true,
      paramLabel = "SEED",
      description = "letters, digits, dots, dashes; public, and best chosen by somebody else")
  String seed = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "all",
      description = "of all accesses, or btg, vip, denied, export (${DEFAULT-VALUE})")
  SampleKind kind = SampleKind.ALL;

  @Override
  ExitCode run(Desk desk) {
    ReviewSample sample;
    try (Vault vault = desk.open()) {
      sample = draw(vault, desk);
    }
    List<AuditLine> lines = sample.entries();
    if (desk.output().isJson()) {
      lines.forEach(line -> desk.output().line(LogLine.json(line)));
    } else {
      desk.output().table(LogLine.HEADERS, lines.stream().map(LogLine::row).toList());
    }
    desk.output()
        .say(
            lines.size()
                + " of "
                + sample.candidates()
                + " entries drawn; entry "
                + sample.entry()
                + " of the log says so");
    return ExitCode.VERIFIED;
  }

  private ReviewSample draw(Vault vault, Desk desk) {
    try {
      return vault
          .auditTrail(desk.actor(Desk.AUDITOR), desk.purpose())
          .reviews()
          .sample(kind, time.span(), size, seed);
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput(String.valueOf(e.getMessage()), e);
    }
  }
}

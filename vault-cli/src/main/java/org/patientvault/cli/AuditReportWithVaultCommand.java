package org.patientvault.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.patientvault.AuditTrail;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.report.AuditReport;
import org.patientvault.audit.report.ReportRequest;
import org.patientvault.verify.AuditReportCommand;
import org.patientvault.verify.Output;
import org.patientvault.verify.ReportPageFile;
import org.patientvault.verify.ReportPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The reports of a bundle, and those of a vault in real names. */
@Command(
    name = "report",
    description = {
      "answer an auditor's question from the log; --list names the questions",
      "from a vault in real names, itself an entry; with --bundle from an exported log, offline, in"
          + " pseudonyms, verified before anything is printed"
    },
    footer = {
      "",
      "examples:",
      "  patientvault audit report btg --vault clinic.vault --from 2026-01-01",
      "  patientvault audit report complete --bundle bundle/ --policy hospital.policy"
    })
final class AuditReportWithVaultCommand extends AuditReportCommand {
  @Mixin final CommonOptions common = new CommonOptions();
  @Mixin final ShardOption shard = new ShardOption();

  @Override
  protected ExitCode run(Output output) throws IOException {
    shard.refuseWith("--bundle");
    return super.run(output);
  }

  @Override
  protected ExitCode withoutBundle(Output output, ReportRequest request, ReportPrinter printer)
      throws IOException {
    try (Desk desk = new Desk(common, terminal(), output)) {
      return fromVault(desk, request, printer);
    }
  }

  private ExitCode fromVault(Desk desk, ReportRequest request, ReportPrinter printer)
      throws IOException {
    ReportPageFile page = page();
    AuditReport report;
    try (Vault vault = desk.open()) {
      AuditTrail trail = shard.of(vault.auditTrail(desk.actor(Desk.AUDITOR), desk.purpose()));
      report = trail.report(request);
      if (page != null) {
        write(page, report, trail, desk.output());
        return ExitCode.VERIFIED;
      }
    }
    printer.print(report);
    return ExitCode.VERIFIED;
  }

  /** The log is exported once more for its proofs: what the report tells of is in it. */
  private static void write(
      ReportPageFile page, AuditReport report, AuditTrail trail, Output output) throws IOException {
    try (ScratchFolder scratch = ScratchFolder.make("report")) {
      Path exported = scratch.path("log");
      trail.export(exported);
      byte[] keys = trail.trustPolicy().getBytes(StandardCharsets.UTF_8);
      page.write(report, exported, TrustPolicy.parse(keys), output);
    }
  }
}

package org.patientvault.verify;

import java.nio.file.Path;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.DrillReport;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks the report of a drill. */
@Command(
    name = "check-drill",
    description = {
      "check the report of a drill with public keys alone, offline",
      "says what the vault's signed log says of the drill, passed or failed; not that the next",
      "emergency goes as well"
    },
    footer = {"", "example:", "  ${COMMAND-FULL-NAME} 2026-q1.drill --policy hospital.policy"})
public final class AuditCheckDrillCommand extends ToolCommand {
  private static final int MOST_TEXT = 32 << 10;

  @Parameters(paramLabel = "FILE", description = "what a drill wrote")
  Path file = Path.of("");

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "the keys you trust, as a C2SP tlog-policy; given to you by hand")
  Path policy = Path.of("");

  @Override
  protected ExitCode run(Output output) {
    TrustPolicy trusted = TrustPolicy.parse(InputFile.read(policy, "policy"));
    DrillReport report = DrillReport.parse(InputFile.read(file, "report of the drill"));
    try {
      Checkpoint head = report.verify(trusted);
      boolean met = trusted.isMetBy(head);
      say(output, (met ? "PROVEN" : "PROVEN, POLICY NOT MET") + " by " + head.origin(), report);
      return met ? ExitCode.VERIFIED : ExitCode.POLICY_NOT_MET;
    } catch (VaultException.Tampered e) {
      say(output, "NOT PROVEN " + e.getMessage());
      return ExitCode.TAMPERED;
    } catch (VaultException.KeyUnavailable e) {
      say(output, "CANNOT TELL " + e.getMessage());
      return ExitCode.CANNOT_TELL;
    }
  }

  private static void say(Output output, String verdict, DrillReport report) {
    if (output.isJson()) {
      output.json(
          JsonValue.members()
              .put("verdict", verdict)
              .put("drill", CanonicalJson.parse(report.text().toArray(), MOST_TEXT))
              .build());
    } else {
      output.line(verdict);
      report.facts().words().forEach(output::line);
    }
  }

  private static void say(Output output, String verdict) {
    if (output.isJson()) {
      output.json(JsonValue.members().put("verdict", verdict).build());
    } else {
      output.line(verdict);
    }
  }
}

package org.patientvault.verify;

import java.util.List;
import picocli.CommandLine.Command;

/** The auditor's own program: verifies a bundle, and what else needs no vault. */
@Command(
    name = Verifier.NAME,
    description = {
      "verify an exported log with public keys alone, offline; writes nothing but the state asked"
          + " for",
      "with a command: answer a question from it, or prove or check one entry or one time stamp"
    },
    subcommands = {
      AuditProofCommand.class,
      AuditCheckProofCommand.class,
      AuditCheckCertificateCommand.class,
      AuditCheckDrillCommand.class,
      AuditReportCommand.class,
      AuditExportFhirCommand.class,
      AnchorCommands.class,
      DetailsCommands.class
    },
    footer = {
      "",
      "example:",
      "  " + Verifier.NAME + " bundle/ --policy hospital.policy --state auditor.state"
    })
public final class Verifier extends AuditVerifyCommand implements Program {
  static final String NAME = "java -jar patientvault-verify.jar";

  private static final List<String> EXIT_CODES =
      List.of(
          "0:done, or verified",
          "1:usage, unreadable input, or refused",
          "2:cannot be verified: a key or a file is missing",
          "3:tampering found",
          "4:verified, but the policy asks for more",
          "130:interrupted");

  private final Terminal terminal;

  Verifier(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public List<String> exitCodes() {
    return EXIT_CODES;
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String... arguments) {
    Verifier verifier = new Verifier(Terminal.ofProcess());
    System.exit(CommandLineRun.execute(CommandLineRun.of(verifier), arguments));
  }
}

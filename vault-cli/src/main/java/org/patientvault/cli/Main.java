package org.patientvault.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;

/** The {@code patientvault} command. */
@Command(
    name = "patientvault",
    description = "keep medical records sealed, and every access to them on record",
    versionProvider = Version.class,
    subcommands = {
      InitCommand.class,
      StatusCommand.class,
      ImportCommands.class,
      ExportCommands.class,
      PatientCommands.class,
      RecordCommands.class,
      AuditCommands.class,
      ProtectorCommands.class,
      RecoveryCommands.class,
      KeyCommands.class,
      JobCommands.class,
      SchemaCommands.class,
      AccessPolicyCommands.class,
      BackupCommand.class,
      DoctorCommand.class,
      DemoCommand.class,
      GenerateCompletion.class
    },
    footer = {"", "example:", "  patientvault init --vault clinic.vault"})
public final class Main extends CommandGroup {
  private final Terminal terminal;

  Main(Terminal terminal) {
    this.terminal = terminal;
  }

  private static boolean isVersion(String... arguments) {
    return arguments.length == 1 && arguments[0].equals("--version");
  }

  /** Without the model of every command, which takes longer than all the rest. */
  private static int version(Terminal terminal) {
    terminal.out().println("patientvault " + Version.text());
    return terminal.ended(0);
  }

  Terminal terminal() {
    return terminal;
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String... arguments) {
    Terminal terminal = Terminal.ofProcess();
    System.exit(
        isVersion(arguments) ? version(terminal) : CommandLineRun.execute(terminal, arguments));
  }
}

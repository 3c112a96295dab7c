package org.patientvault.cli;

import java.util.List;
import org.patientvault.verify.CommandGroup;
import org.patientvault.verify.CommandLineRun;
import org.patientvault.verify.Program;
import org.patientvault.verify.Terminal;
import org.patientvault.verify.ToolCommand;
import org.patientvault.verify.Version;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The {@code patientvault} command. */
@Command(
    name = "patientvault",
    description = "keep medical records sealed, and every access to them on record",
    versionProvider = Version.class,
    subcommands = {
      InitCommand.class,
      StatusCommand.class,
      ImportCommands.class,
      MigrateCommand.class,
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
      AdminCommands.class,
      RequestCommands.class,
      BackupCommand.class,
      RestoreCommand.class,
      DrillCommands.class,
      DoctorCommand.class,
      DemoCommand.class,
      GenerateCompletion.class
    },
    footer = {"", "example:", "  patientvault init --vault clinic.vault"})
public final class Main extends CommandGroup implements Program {
  static final List<String> EXIT_CODES =
      List.of(
          "0:done, or verified",
          "1:usage, unreadable input, or refused",
          "2:cannot be verified or opened: a key or a file is missing",
          "3:tampering found",
          "4:verified, but the policy asks for more",
          "70:the launcher found no JDK, or could not build",
          "130:interrupted");

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

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public List<String> exitCodes() {
    return EXIT_CODES;
  }

  /**
   * The command line as it is parsed. Commands that need no vault take its options all the same.
   */
  static CommandLine commandLine(Terminal terminal) {
    CommandLine root = CommandLineRun.of(new Main(terminal));
    for (CommandLine each : CommandLineRun.all(root)) {
      CommandSpec command = each.getCommandSpec();
      if (each.getCommand() instanceof ToolCommand && command.findOption("--vault") == null) {
        command.addMixin("common", CommandSpec.forAnnotatedObject(new CommonOptions()));
      }
    }
    return root;
  }

  /** Gives the exit code. */
  static int execute(Terminal terminal, String... arguments) {
    return CommandLineRun.execute(commandLine(terminal), arguments);
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String... arguments) {
    Terminal terminal = Terminal.ofProcess();
    System.exit(isVersion(arguments) ? version(terminal) : execute(terminal, arguments));
  }
}

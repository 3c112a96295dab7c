package org.patientvault.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.patientvault.model.VaultException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs one command line; whatever happens ends as words, a hint and a documented exit code. */
final class CommandLineRun {
  private static final int REFUSED = 1;

  static final List<String> EXIT_CODES =
      List.of(
          "0:done, or verified",
          "1:usage, unreadable input, or refused",
          "2:cannot be verified or opened: a key or a file is missing",
          "3:tampering found",
          "4:verified, but the policy asks for more",
          "70:the launcher found no JDK, or could not build",
          "130:interrupted");

  private CommandLineRun() {}

  /** Gives the exit code. */
  static int execute(Terminal terminal, String... arguments) {
    return terminal.ended(commandLine(terminal).execute(arguments));
  }

  /** The command line as it is parsed, with help and exit codes on every command. */
  static CommandLine commandLine(Terminal terminal) {
    CommandLine root = new CommandLine(new Main(terminal));
    root.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    root.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.coloured() ? Ansi.ON : Ansi.OFF));
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setExecutionExceptionHandler(
        (failure, command, parsed) -> failed(terminal, failure, parsed));
    root.setParameterExceptionHandler((failure, given) -> misused(terminal, failure));
    describe(root);
    return root;
  }

  private static void describe(CommandLine command) {
    command
        .getCommandSpec()
        .mixinStandardHelpOptions(true)
        .versionProvider(new Version())
        .exitCodeOnInvalidInput(REFUSED)
        .exitCodeOnExecutionException(REFUSED)
        .usageMessage()
        .exitCodeListHeading("%nexit codes:%n")
        .exitCodeList(
            CommandLine.Model.UsageMessageSpec.keyValuesMap(EXIT_CODES.toArray(String[]::new)));
    command.getSubcommands().values().stream().distinct().forEach(CommandLineRun::describe);
  }

  private static int failed(Terminal terminal, Exception failure, ParseResult parsed) {
    boolean debug = asked(parsed, "--debug");
    if (debug) {
      new DebugTrace(terminal.err()).print(failure);
    }
    Failure told = told(failure, parsed);
    new Output(terminal, asked(parsed, "--json")).failure(told);
    return told.code().code();
  }

  private static Failure told(Exception failure, ParseResult parsed) {
    Failure told = Failure.of(failure);
    List<CommandLine> words = parsed.asCommandLineList();
    return failure instanceof VaultException known
            && words.get(words.size() - 1).getCommand() instanceof VaultCommand command
        ? command.hint(known).map(told::hinting).orElse(told)
        : told;
  }

  private static boolean asked(ParseResult parsed, String option) {
    return parsed.asCommandLineList().stream()
        .anyMatch(command -> command.getParseResult().hasMatchedOption(option));
  }

  /**
   * Says what is wrong without repeating what was given: it may be a secret or an identifier in the
   * wrong place.
   */
  private static int misused(Terminal terminal, ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    terminal.err().println("patientvault: " + Misuse.words(failure));
    terminal.err().println("hint: " + command.getCommandSpec().qualifiedName() + " --help");
    return REFUSED;
  }

  /** A command and all below it, for tests and documents. */
  static List<CommandLine> all(CommandLine command) {
    Stream<CommandLine> below =
        command.getSubcommands().values().stream().distinct().flatMap(each -> all(each).stream());
    return Stream.concat(Stream.of(command), below).toList();
  }
}

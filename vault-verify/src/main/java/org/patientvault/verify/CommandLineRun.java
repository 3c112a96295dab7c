package org.patientvault.verify;

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
public final class CommandLineRun {
  private static final int REFUSED = 1;

  private CommandLineRun() {}

  /** Gives the exit code. */
  public static int execute(CommandLine root, String... arguments) {
    Program program = root.getCommand();
    return program.terminal().ended(root.execute(arguments));
  }

  /** The program's command line as it is parsed, with help and exit codes on every command. */
  public static CommandLine of(Program program) {
    Terminal terminal = program.terminal();
    CommandLine root = new CommandLine(program);
    root.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    root.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.coloured() ? Ansi.ON : Ansi.OFF));
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setExecutionExceptionHandler(
        (failure, command, parsed) -> failed(terminal, failure, parsed));
    root.setParameterExceptionHandler((failure, given) -> misused(terminal, failure));
    all(root).forEach(command -> describe(command, program.exitCodes()));
    return root;
  }

  private static void describe(CommandLine command, List<String> exitCodes) {
    command
        .getCommandSpec()
        .mixinStandardHelpOptions(true)
        .versionProvider(new Version())
        .exitCodeOnInvalidInput(REFUSED)
        .exitCodeOnExecutionException(REFUSED)
        .usageMessage()
        .exitCodeListHeading("%nexit codes:%n")
        .exitCodeList(
            CommandLine.Model.UsageMessageSpec.keyValuesMap(exitCodes.toArray(String[]::new)));
  }

  private static int failed(Terminal terminal, Exception failure, ParseResult parsed) {
    boolean debug = asked(parsed, PrintOptions.DEBUG);
    if (debug) {
      new DebugTrace(terminal.err()).print(failure);
    }
    Failure told = told(failure, parsed);
    new Output(terminal, asked(parsed, PrintOptions.JSON)).failure(told);
    return told.code().code();
  }

  private static Failure told(Exception failure, ParseResult parsed) {
    Failure told = Failure.of(failure);
    List<CommandLine> words = parsed.asCommandLineList();
    return failure instanceof VaultException known
            && words.get(words.size() - 1).getCommand() instanceof ToolCommand command
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
  public static List<CommandLine> all(CommandLine command) {
    Stream<CommandLine> below =
        command.getSubcommands().values().stream().distinct().flatMap(each -> all(each).stream());
    return Stream.concat(Stream.of(command), below).toList();
  }
}

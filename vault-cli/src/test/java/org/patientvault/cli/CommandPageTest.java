package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.patientvault.verify.CommandGroup;
import org.patientvault.verify.CommandLineRun;
import org.patientvault.verify.PrintOptions;
import org.patientvault.verify.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/cli.md and the commands say the same. */
class CommandPageTest {
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
  private static final Set<String> EVERYWHERE = Set.of("--help", "--version");

  private static String page;

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(Path.of("../docs/cli.md"));
  }

  /** Those that do something; a group only holds others. */
  private static List<CommandLine> commands() {
    return CommandLineRun.all(Main.commandLine(Terminal.ofProcess())).stream()
        .filter(command -> !(command.getCommand() instanceof CommandGroup))
        .toList();
  }

  private static Set<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .map(OptionSpec::longestName)
        .filter(option -> !EVERYWHERE.contains(option))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> common() {
    Set<String> common = options(new CommandLine(new CommonOptions()));
    common.addAll(options(new CommandLine(new PrintOptions())));
    return common;
  }

  /** The cells of each row of the table under a heading. */
  private static List<List<String>> table(String heading) {
    return page.lines()
        .dropWhile(line -> !line.equals("## " + heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| ") && !line.startsWith("| command |"))
        .filter(line -> !line.startsWith("| option |") && !line.startsWith("| code |"))
        .map(line -> List.of(line.split("(?<!\\\\)\\|")))
        .map(cells -> cells.stream().skip(1).map(String::strip).toList())
        .toList();
  }

  private static Set<String> optionsIn(String text) {
    Set<String> found = new TreeSet<>();
    Matcher option = OPTION.matcher(text);
    while (option.find()) {
      found.add(option.group());
    }
    return found;
  }

  @Test
  void everyCommand_standsOnThePageWithItsArgumentsAndNoOtherDoes() {
    Set<String> onThePage = new TreeSet<>();
    table("Commands").forEach(row -> onThePage.add(usage(row)));
    Set<String> there = new TreeSet<>();
    commands().forEach(command -> there.addAll(usages(command)));
    assertThat(onThePage).isEqualTo(there);
  }

  private static String usage(List<String> row) {
    return row.get(0).replace("`", "").replace("…", "");
  }

  /** With its arguments; and with the option that replaces them, where there is such a one. */
  private static List<String> usages(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    List<String> usages = new ArrayList<>();
    usages.add(
        command.getCommandSpec().positionalParameters().stream()
            .map(parameter -> " " + parameter.paramLabel())
            .reduce(name, String::concat));
    if (name.equals("patientvault audit verify")) {
      usages.add(name + " --records");
    }
    return usages;
  }

  @Test
  void optionsOfACommandsOwn_areThoseOnItsRows() {
    Map<String, Set<String>> onThePage = new LinkedHashMap<>();
    for (List<String> row : table("Commands")) {
      onThePage.computeIfAbsent(name(row), n -> new TreeSet<>()).addAll(optionsIn(row.get(2)));
    }
    for (CommandLine command : commands()) {
      Set<String> own = options(command);
      own.removeAll(common());
      String name = command.getCommandSpec().qualifiedName();
      assertThat(onThePage.get(name)).as(name).isEqualTo(own);
    }
  }

  private static String name(List<String> row) {
    return usage(row).replaceAll("( [A-Z]+| --[a-z]+)+$", "");
  }

  @Test
  void optionsOfEveryCommand_areThoseInTheirTable() {
    Set<String> onThePage = new TreeSet<>();
    table("Options of every command").forEach(row -> onThePage.addAll(optionsIn(row.get(0))));
    assertThat(onThePage).isEqualTo(common());
    for (CommandLine command : commands()) {
      if (!command.getCommandName().equals("generate-completion")) {
        assertThat(options(command)).containsAll(common());
      }
    }
  }

  @Test
  void optionsAnywhereOnThePage_exist() {
    Set<String> there = new TreeSet<>(EVERYWHERE);
    commands().forEach(command -> there.addAll(options(command)));
    assertThat(there).containsAll(optionsIn(page));
  }

  @Test
  void exitCodes_areThoseOfTheHelp() {
    List<String> onThePage =
        table("Exit codes").stream().map(row -> row.get(0) + ":" + row.get(1)).toList();
    assertThat(onThePage).isEqualTo(Main.EXIT_CODES);
    for (CommandLine command : commands()) {
      assertThat(command.getCommandSpec().usageMessage().exitCodeList())
          .hasSize(Main.EXIT_CODES.size());
    }
  }
}

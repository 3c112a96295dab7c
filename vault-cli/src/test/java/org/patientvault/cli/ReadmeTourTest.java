package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;

/** Every command of the README's tour works as it stands there, one after the other. */
class ReadmeTourTest {
  private static final String COMMAND = "patientvault ";

  @TempDir Path folder;

  @Test
  void tour_worksAsItStandsOnThePage() throws IOException {
    CommandLineFixture shell = new CommandLineFixture(folder);
    List<String> tour =
        Files.readString(Path.of("../README.md"))
            .lines()
            .dropWhile(line -> !line.startsWith("export PATIENTVAULT_VAULT"))
            .takeWhile(line -> !line.startsWith("```"))
            .filter(line -> line.startsWith(COMMAND))
            .toList();
    assertThat(tour).hasSizeGreaterThan(8);
    for (String line : tour) {
      Ran ran = run(shell, line.substring(COMMAND.length()));
      assertThat(ran.code()).as(line + "\n" + ran.err()).isZero();
    }
    assertThat(folder.resolve("auditor.state")).exists();
  }

  private Ran run(CommandLineFixture shell, String line) throws IOException {
    List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
    int into = words.indexOf(">");
    List<String> command = into < 0 ? words : words.subList(0, into);
    List<String> arguments = new ArrayList<>(command.stream().map(this::here).toList());
    arguments.add("--passphrase-file=" + shell.path("pw"));
    Ran ran =
        CommandLineFixture.raw(
            "",
            Map.of("PATIENTVAULT_VAULT", folder.resolve("clinic.vault").toString()),
            arguments.toArray(String[]::new));
    if (into >= 0) {
      Files.writeString(folder.resolve(words.get(into + 1)), ran.out());
    }
    return ran;
  }

  /** Files of the tour are in the temporary folder; the patients are where the page says. */
  private String here(String word) {
    if (word.startsWith("vault-cli/")) {
      return "../" + word;
    }
    return List.of("bundle", "hospital.policy", "auditor.state").contains(word)
        ? folder.resolve(word).toString()
        : word;
  }
}

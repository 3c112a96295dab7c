package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Fortnight;
import org.patientvault.audit.report.Question;
import org.patientvault.cli.CommandLineFixture.Ran;

/**
 * docs/auditing-reports.md shows what every report prints about an invented fortnight. What is
 * random, such as keys and pseudonyms, is masked; {@code -Dpatientvault.pages=write} writes it
 * anew.
 */
@Tag("once")
class ReportPageTest {
  private static final Path PAGE = Path.of("..", "docs", "auditing-reports.md");
  private static final String OFFLINE = " --bundle bundle --policy hospital.policy";

  /** What is asked, in the order of the questions on docs/auditing.md. */
  private static final List<String> ASKED =
      List.of(
          "patient --patient PATIENT --from 2026-03-04 --to 2026-03-07",
          "patient --patient PATIENT --from 2026-03-04 --to 2026-03-04 --staff none --lang fr",
          "actor --user n.kim --from 2026-03-04 --to 2026-03-04",
          "complete" + OFFLINE,
          "independence" + OFFLINE,
          "sameness" + OFFLINE,
          "times" + OFFLINE,
          "btg --to 2026-03-15",
          "reviews --to 2026-03-15",
          "denied --to 2026-03-08",
          "logreads --to 2026-03-15",
          "admin --to 2026-03-15",
          "disclosures --to 2026-03-15",
          "incident --user n.kim --from 2026-03-02 --to 2026-03-08",
          "retention --to 2026-03-15",
          "erasures --to 2026-03-15",
          "datamap --to 2026-03-15",
          "outages --to 2026-03-15",
          "keys --to 2026-03-15",
          "method" + OFFLINE);

  private static final Map<Pattern, Character> RANDOM =
      Map.of(
          Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])"), 'f',
          Pattern.compile("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"), 'e',
          Pattern.compile("(?<=\\+)[0-9a-f]{8}(?![0-9a-f])"), 'd',
          Pattern.compile("(?<![A-Za-z0-9_.-])[A-Za-z0-9_-]{21}[AQgw](?![A-Za-z0-9_.-])"), 'A');

  private static final Pattern SPOKEN = Pattern.compile("(?:[0-9a-f]{4} ){4}[0-9a-f]{4}");

  @TempDir Path folder;

  @Test
  void page_showsWhatEveryReportPrints() throws IOException {
    CommandLineFixture shell = new CommandLineFixture(folder);
    String patient;
    try (Fortnight fortnight = new Fortnight(folder.resolve("clinic.vault").toString())) {
      shell.write("hospital.policy", fortnight.export(folder.resolve("bundle")));
      patient = fortnight.patients.get(2).toString();
    }
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (String asked : ASKED) {
      String output = masked(run(shell, asked, patient));
      page.append("\n## ").append(heading(asked)).append("\n\n```\n$ patientvault audit report ");
      page.append(asked).append('\n').append(output).append("```\n");
    }
    if (System.getProperty("patientvault.pages", "").equals("write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(page.toString()).isEqualTo(Files.readString(PAGE));
  }

  private static final String INTRODUCTION =
      """
      # What reports print

      Every report about the same invented fortnight of a small hospital. Names, numbers and pseudonyms are invented or masked.
      Which question each answers, and where the numbers come from: [auditing](auditing.md#questions-and-their-reports).
      """;

  private static String heading(String asked) {
    return asked.replaceAll(" .*", "") + (asked.endsWith(" fr") ? ", in French" : "");
  }

  private String run(CommandLineFixture shell, String asked, String patient) {
    List<String> words =
        Stream.concat(Stream.of("audit", "report"), Stream.of(asked.split(" ")))
            .map(word -> word.equals("PATIENT") ? patient : word)
            .map(
                word ->
                    word.matches("bundle|hospital.policy") ? folder.resolve(word).toString() : word)
            .collect(Collectors.toList());
    if (!asked.contains("--lang")) {
      words.addAll(List.of("--lang", "en"));
    }
    Ran ran = shell.run(words.toArray(String[]::new));
    // One emergency of the fortnight was never reviewed, which a verification tells.
    assertThat(ran.code()).as(asked + "\n" + ran.err()).isEqualTo(asked.endsWith(OFFLINE) ? 4 : 0);
    return ran.out();
  }

  /** As long as before, so that columns stay where they are. */
  private static String masked(String output) {
    String text = output;
    for (Map.Entry<Pattern, Character> each : RANDOM.entrySet()) {
      Matcher found = each.getKey().matcher(text);
      text = found.replaceAll(hit -> each.getValue().toString().repeat(hit.group().length()));
    }
    return SPOKEN.matcher(text).replaceAll("ffff ffff ffff ffff ffff");
  }

  @Test
  void everyQuestion_isOnBothPages() throws IOException {
    String table = Files.readString(Path.of("..", "docs", "auditing.md"));
    for (Question each : Question.values()) {
      assertThat(ASKED).anyMatch(asked -> (asked + " ").startsWith(each.command() + " "));
      assertThat(table).contains("audit report " + each.command());
    }
    assertThat(table.lines().filter(line -> line.matches("\\| [0-9]+\\. .*"))).hasSize(20);
  }
}

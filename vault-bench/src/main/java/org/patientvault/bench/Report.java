package org.patientvault.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The answers to one question, as Markdown, with the machine they were got on. */
public final class Report {
  private final StringBuilder text = new StringBuilder();

  public Report(String title) throws IOException {
    line("# %s", title);
    line("");
    line(
        "%s, %s, %d processors, JDK %s, load %.1f at the start.",
        LocalDate.now(ZoneOffset.UTC),
        processor(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return System.getProperty("os.arch", "unknown");
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }

  /** A paragraph. */
  public void say(String format, Object... arguments) {
    line("");
    line(format, arguments);
  }

  public void heading(String heading) {
    line("");
    line("## %s", heading);
    line("");
  }

  /** One table of costs, and under it what each goal came to. */
  public void add(String heading, Slice.Cost cost, Measurements measured, List<Goal> goals) {
    heading(heading);
    line("| party | %s | bytes of garbage | |", cost == Slice.Cost.CPU ? "ns, processor" : "ns");
    line("|---|--:|--:|---|");
    for (String party : measured.parties()) {
      line(
          "| %s | %,.0f | %,.0f | %s |",
          party,
          measured.medianNanos(party, cost),
          measured.medianBytes(party),
          measured.remark(party));
    }
    line("");
    goals.forEach(goal -> judge(goal, measured.ratio(goal.party(), goal.baseline(), cost)));
  }

  /** A table of numbers, each row under its name; what the goals came to stands under it. */
  public void table(String heading, List<String> columns, List<Row> rows) {
    heading(heading);
    line("| party | %s |", String.join(" | ", columns));
    line("|---|%s", "--:|".repeat(columns.size()));
    rows.forEach(row -> line("| %s | %s |", row.name(), String.join(" | ", row.cells())));
    line("");
  }

  /** One row of a table. */
  public record Row(String name, List<String> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** What a goal came to. */
  public void judge(Goal goal, double ratio) {
    line(
        "- %s is %.2f× as fast as %s: goal ≥ %s×, %s",
        goal.party(),
        ratio,
        goal.baseline(),
        new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(goal.atLeast()),
        ratio >= goal.atLeast() ? "met" : "**not met**");
  }

  /** One quantity that should not be larger than a bound. */
  public void atMost(String what, double value, double most, String unit) {
    line(
        "- %s: %,.2f %s, goal ≤ %,.2f: %s",
        what, value, unit, most, value <= most ? "met" : "**not met**");
  }

  /** One quantity that should not be smaller than a bound. */
  public void atLeast(String what, double value, double least, String unit) {
    line(
        "- %s: %,.2f %s, goal ≥ %,.2f: %s",
        what, value, unit, least, value >= least ? "met" : "**not met**");
  }

  public void fact(String format, Object... arguments) {
    line("- " + format, arguments);
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

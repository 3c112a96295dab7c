package org.patientvault.bench.load;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** The answers of one run, as Markdown. */
final class Report {
  private final StringBuilder text = new StringBuilder();

  Report(String title, int rounds, long sliceMillis) {
    line("# %s", title);
    line("");
    line(
        "%s, %d processors, JDK %s, %s. %d rounds of %d ms slices in random order, after 3 rounds"
            + " of warm-up;",
        LocalDate.now(ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().feature(),
        System.getProperty("os.name"),
        rounds,
        sliceMillis);
    line("items per second are medians, ratios the median of each round's ratio.");
  }

  /** One table: what {@code vault} came to, and what each goal asks. */
  void add(String heading, String vault, Rates rates, List<Goal> goals) {
    line("");
    line("## %s", heading);
    line("");
    line("| party | per second | the vault is | goal |");
    line("|---|--:|--:|---|");
    line("| **%s** | **%,.0f** | | |", vault, rates.median(vault));
    for (String party : rates.parties()) {
      if (!party.equals(vault)) {
        double ratio = rates.ratio(vault, party);
        line(
            "| %s | %,.0f | %.2f× | %s |",
            party, rates.median(party), ratio, goal(party, ratio, goals));
      }
    }
  }

  private static String goal(String party, double ratio, List<Goal> goals) {
    return goals.stream()
        .filter(goal -> goal.baseline().equals(party))
        .map(
            goal ->
                "≥ %s×, %s"
                    .formatted(
                        Double.toString(goal.atLeast()).replace(".0", ""),
                        ratio >= goal.atLeast() ? "met" : "not met"))
        .findFirst()
        .orElse("");
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

package org.patientvault.bench.load;

import java.util.List;
import java.util.Locale;
import org.patientvault.bench.Goal;
import org.patientvault.bench.Report;

/** Rates as a report shows them: items per second, and how often the vault is as fast. */
final class RateTable {
  private RateTable() {}

  static void add(Report report, String heading, String vault, Rates rates, List<Goal> goals) {
    report.table(
        heading,
        List.of("per second", "the vault is"),
        rates.parties().stream().map(party -> row(party, vault, rates)).toList());
    goals.forEach(goal -> report.judge(goal, rates.ratio(goal.party(), goal.baseline())));
  }

  private static Report.Row row(String party, String vault, Rates rates) {
    String rate = String.format(Locale.ROOT, "%,.0f", rates.median(party));
    String ratio =
        party.equals(vault) ? "" : String.format(Locale.ROOT, "%.2f×", rates.ratio(vault, party));
    return new Report.Row(party, List.of(rate, ratio));
  }
}

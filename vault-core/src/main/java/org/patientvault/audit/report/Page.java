package org.patientvault.audit.report;

import java.util.ArrayList;
import java.util.List;

/** A report while it is written. */
final class Page {
  private final Words words;
  private final String name;
  private final List<String> summary = new ArrayList<>();
  private final List<ReportTable> tables = new ArrayList<>();
  private final List<ReportChart> charts = new ArrayList<>();

  Page(Words words, Question question) {
    this.words = words;
    this.name = question.command();
  }

  /** A sentence of the answer. */
  Page say(String key, Object... values) {
    summary.add(words.say(name + "." + key, values));
    return this;
  }

  /** A sentence that several reports have. */
  Page sayCommon(String key, Object... values) {
    summary.add(words.say("common." + key, values));
    return this;
  }

  /** A table that is there even if it is empty. */
  Page table(Listing rows) {
    tables.add(rows.table());
    if (rows.isCut()) {
      sayCommon("cut", Listing.MOST_ROWS, rows.offered());
    }
    return this;
  }

  /** A table of counts, left out where there are none. */
  Page counts(String titleKey, String labelColumn, List<ReportChart.Point> counts) {
    if (counts.isEmpty()) {
      return this;
    }
    Listing rows =
        new Listing(
            words.say(name + "." + titleKey),
            Columns.in(words).text(labelColumn).number("entries").list());
    counts.forEach(each -> rows.row(each.label(), String.valueOf(each.count())));
    return table(rows);
  }

  Page bars(String titleKey, List<ReportChart.Point> counts) {
    return chart(titleKey, ReportChart.Kind.BARS, counts);
  }

  Page timeline(String titleKey, Days days) {
    return chart(titleKey, ReportChart.Kind.TIMELINE, days.points());
  }

  private Page chart(String titleKey, ReportChart.Kind kind, List<ReportChart.Point> points) {
    if (!points.isEmpty()) {
      charts.add(new ReportChart(words.say(name + "." + titleKey), kind, points));
    }
    return this;
  }

  AuditReport make() {
    return new AuditReport(
        name, words.language().tag(), words.say(name + ".title"), summary, tables, charts);
  }
}

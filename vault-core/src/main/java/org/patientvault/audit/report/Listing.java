package org.patientvault.audit.report;

import java.util.ArrayList;
import java.util.List;

/** The rows of a table, in the order they come, up to a number; beyond it they are counted. */
final class Listing {
  /** More than a person reads, less than a heap holds. */
  static final int MOST_ROWS = 10_000;

  private final String title;
  private final List<ReportColumn> columns;
  private final List<List<String>> rows = new ArrayList<>();
  private long offered;

  Listing(String title, List<ReportColumn> columns) {
    this.title = title;
    this.columns = List.copyOf(columns);
  }

  void row(List<String> cells) {
    offered++;
    if (rows.size() < MOST_ROWS) {
      rows.add(cells);
    }
  }

  void row(String... cells) {
    row(List.of(cells));
  }

  /** How many rows there were in all. */
  long offered() {
    return offered;
  }

  boolean isCut() {
    return offered > rows.size();
  }

  ReportTable table() {
    return new ReportTable(title, columns, rows);
  }
}

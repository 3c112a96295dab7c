package org.patientvault.audit.report;

import java.util.List;

/**
 * Rows of text under headings. A cell that does not apply is empty, never null. Immutable.
 *
 * @param title what the rows are
 * @param columns their headings; at least one
 * @param rows each as long as {@code columns}
 */
public record ReportTable(String title, List<ReportColumn> columns, List<List<String>> rows) {

  public ReportTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    int width = columns.size();
    if (width == 0 || rows.stream().anyMatch(row -> row.size() != width)) {
      throw new IllegalArgumentException("a row has a cell for each column: " + title);
    }
  }
}

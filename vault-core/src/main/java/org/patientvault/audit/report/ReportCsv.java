package org.patientvault.audit.report;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A report as RFC 4180 CSV: its tables one after the other, an empty line between two.
 *
 * <p>Each table begins with its columns' keys, which are the same in every language. What a
 * spreadsheet would take for a formula gets an apostrophe before it, as spreadsheets show it. Only
 * the tables: the answer in sentences is in the other forms.
 */
public final class ReportCsv {
  private static final String END = "\r\n";

  /** With what a cell must not begin: a spreadsheet would compute it. */
  private static final String FORMULA = "=+-@\t\r\n";

  private ReportCsv() {}

  /** In UTF-8, without a byte order mark. */
  public static byte[] write(AuditReport report) {
    StringBuilder csv = new StringBuilder();
    for (ReportTable table : report.tables()) {
      if (csv.length() > 0) {
        csv.append(END);
      }
      line(csv, table.columns().stream().map(ReportColumn::key).toList());
      table.rows().forEach(row -> line(csv, row));
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder csv, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      csv.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
    }
    csv.append(END);
  }

  private static String cell(String text) {
    String safe = isFormula(text) ? "'" + text : text;
    return safe.matches("(?s).*[\",\r\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
  }
}

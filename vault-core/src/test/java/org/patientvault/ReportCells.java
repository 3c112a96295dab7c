package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.patientvault.audit.report.AuditReport;
import org.patientvault.audit.report.ReportColumn;
import org.patientvault.audit.report.ReportTable;

/** Finds cells of a report by its table's columns. */
record ReportCells(AuditReport report) {
  /** The first table that has all these columns. */
  ReportTable table(String... keys) {
    List<String> wanted = List.of(keys);
    return report.tables().stream()
        .filter(each -> keys(each).containsAll(wanted))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no table has " + wanted));
  }

  private static List<String> keys(ReportTable table) {
    return table.columns().stream().map(ReportColumn::key).toList();
  }

  /** A column of the first table that has it and the others named. */
  List<String> column(String key, String... others) {
    String[] all = java.util.Arrays.copyOf(others, others.length + 1);
    all[others.length] = key;
    ReportTable table = table(all);
    int at = keys(table).indexOf(key);
    return table.rows().stream().map(row -> row.get(at)).toList();
  }

  String summary() {
    return String.join("\n", report.summary());
  }

  /** Every number in the sentence that starts so, in its order. */
  List<Long> numbers(String start) {
    String sentence =
        report.summary().stream()
            .filter(each -> each.startsWith(start))
            .findFirst()
            .orElseThrow(() -> new AssertionError(start + " is not in " + report.summary()));
    List<Long> numbers =
        java.util.regex.Pattern.compile("[0-9]+")
            .matcher(sentence)
            .results()
            .map(each -> Long.valueOf(each.group()))
            .toList();
    assertThat(numbers).isNotEmpty();
    return numbers;
  }
}

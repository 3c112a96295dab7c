package org.patientvault.verify;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.audit.report.AuditReport;
import org.patientvault.audit.report.Language;
import org.patientvault.audit.report.Question;
import org.patientvault.audit.report.ReportColumn;
import org.patientvault.audit.report.ReportCsv;
import org.patientvault.audit.report.ReportJson;
import org.patientvault.audit.report.ReportTable;
import org.patientvault.audit.report.Words;

/** Prints reports in the form that was asked for. */
public final class ReportPrinter {
  private final Output output;
  private final ReportForm form;

  ReportPrinter(Output output, ReportForm form) {
    this.output = output;
    this.form = form;
  }

  /** Prints one. */
  public void print(AuditReport report) {
    switch (form) {
      case TEXT -> text(report);
      case CSV -> output.raw(ReportCsv.write(report));
      case JSON -> output.json(ReportJson.of(report));
    }
  }

  /** The answer and what it rests on are both data: they go to standard output. */
  private void text(AuditReport report) {
    output.line(report.title());
    output.line("");
    report.summary().forEach(output::line);
    for (ReportTable table : report.tables()) {
      output.line("");
      output.line(table.title());
      output.table(
          table.columns().stream().map(ReportColumn::heading).toList(),
          table.rows().stream().map(ReportPrinter::printable).toList());
    }
  }

  /** What staff typed must not steer a terminal. */
  private static List<String> printable(List<String> row) {
    return row.stream().map(cell -> cell.replaceAll("\\p{Cntrl}", " ")).toList();
  }

  void list(Language language) {
    Words words = Words.in(language);
    List<List<String>> rows = new ArrayList<>();
    for (Question each : Question.values()) {
      rows.add(List.of(each.command(), words.say(each.command() + ".about")));
    }
    List<ReportColumn> columns =
        List.of(
            new ReportColumn("name", words.say("common.list.name"), ReportColumn.Kind.TEXT),
            new ReportColumn("about", words.say("common.list.about"), ReportColumn.Kind.TEXT));
    ReportTable table = new ReportTable(words.say("common.list.title"), columns, rows);
    print(
        new AuditReport(
            "list",
            language.tag(),
            table.title(),
            List.of(words.say("common.list.how")),
            List.of(table),
            List.of()));
  }
}

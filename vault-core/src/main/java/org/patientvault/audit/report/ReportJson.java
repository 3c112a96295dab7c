package org.patientvault.audit.report;

import java.util.List;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;

/** A report as canonical JSON. Its shape: docs/cli.md, "Reports". */
public final class ReportJson {
  private ReportJson() {}

  /** The whole report. */
  public static JsonValue of(AuditReport report) {
    return JsonValue.members()
        .put("report", report.name())
        .put("language", report.language())
        .put("title", report.title())
        .put("summary", JsonValue.ofTexts(report.summary()))
        .put("tables", JsonValue.of(report.tables().stream().map(ReportJson::table).toList()))
        .put("charts", JsonValue.of(report.charts().stream().map(ReportJson::chart).toList()))
        .build();
  }

  private static JsonValue table(ReportTable table) {
    return JsonValue.members()
        .put("title", table.title())
        .put("columns", JsonValue.of(table.columns().stream().map(ReportJson::column).toList()))
        .put("rows", JsonValue.of(table.rows().stream().map(row -> row(table, row)).toList()))
        .build();
  }

  private static JsonValue column(ReportColumn column) {
    return JsonValue.members()
        .put("key", column.key())
        .put("heading", column.heading())
        .put("kind", column.kind().name().toLowerCase(java.util.Locale.ROOT))
        .build();
  }

  /** Cells by their columns' keys; an empty one is left out. */
  private static JsonValue row(ReportTable table, List<String> cells) {
    JsonMembers row = JsonValue.members();
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        row.put(table.columns().get(i).key(), cell(table.columns().get(i), cells.get(i)));
      }
    }
    return row.build();
  }

  private static JsonValue cell(ReportColumn column, String text) {
    return switch (column.kind()) {
      case TEXT, TIME -> JsonValue.of(text);
      case NUMBER, ENTRY -> JsonValue.of(Long.parseLong(text));
    };
  }

  private static JsonValue chart(ReportChart chart) {
    return JsonValue.members()
        .put("title", chart.title())
        .put("kind", chart.kind().name().toLowerCase(java.util.Locale.ROOT))
        .put("points", JsonValue.of(chart.points().stream().map(ReportJson::point).toList()))
        .build();
  }

  private static JsonValue point(ReportChart.Point point) {
    return JsonValue.members().put("label", point.label()).put("count", point.count()).build();
  }
}

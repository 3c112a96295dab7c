package org.patientvault.audit.report;

import java.io.IOException;
import java.util.List;

/** The report as the page's script reads it: one JSON object. */
final class PageRows {
  private static final int VERSION = 1;

  private final PageJson json;

  private PageRows(PageJson json) {
    this.json = json;
  }

  static PageTemplate.Part of(AuditReport report) {
    return out -> new PageRows(new PageJson(out)).write(report);
  }

  private void write(AuditReport report) throws IOException {
    json.open('{').name("version").number(VERSION);
    json.name("name").text(report.name()).name("language").text(report.language());
    json.name("title").text(report.title()).name("summary");
    texts(report.summary());
    json.name("tables").open('[');
    for (ReportTable table : report.tables()) {
      write(table);
    }
    json.close(']').name("charts").open('[');
    for (ReportChart chart : report.charts()) {
      write(chart);
    }
    json.close(']').close('}').flush();
  }

  private void write(ReportTable table) throws IOException {
    json.open('{').name("title").text(table.title()).name("columns").open('[');
    for (ReportColumn column : table.columns()) {
      json.open('{').name("key").text(column.key()).name("heading").text(column.heading());
      json.name("kind").text(column.kind().name()).close('}');
    }
    json.close(']').name("rows").open('[');
    for (List<String> row : table.rows()) {
      texts(row);
    }
    json.close(']').close('}');
  }

  private void write(ReportChart chart) throws IOException {
    json.open('{').name("title").text(chart.title());
    json.name("kind").text(chart.kind().name()).name("points").open('[');
    for (ReportChart.Point point : chart.points()) {
      json.open('[').text(point.label()).number(point.count()).close(']');
    }
    json.close(']').close('}');
  }

  private void texts(List<String> texts) throws IOException {
    json.open('[');
    for (String text : texts) {
      json.text(text);
    }
    json.close(']');
  }
}

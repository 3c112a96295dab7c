package org.patientvault.audit.report;

import java.util.List;

/**
 * One answer, in the words of one language: what was asked, the short answer, and what it rests on.
 *
 * <p>Every form that it is shown in (text, CSV, JSON, a page) says the same. Immutable.
 *
 * @param name the report's name on the command line, such as {@code patient}
 * @param language an IETF tag, {@code en} or {@code fr}
 * @param title the question, in a few words
 * @param summary the answer in whole sentences, the most important first; never empty
 * @param tables what the answer rests on
 * @param charts the same to look at; empty where there is nothing to see
 */
public record AuditReport(
    String name,
    String language,
    String title,
    List<String> summary,
    List<ReportTable> tables,
    List<ReportChart> charts) {

  public AuditReport {
    if (summary.isEmpty()) {
      throw new IllegalArgumentException("a report says something");
    }
    summary = List.copyOf(summary);
    tables = List.copyOf(tables);
    charts = List.copyOf(charts);
  }
}

package org.patientvault.audit.report;

/** How reviews read. */
final class ReviewWords {
  private ReviewWords() {}

  /** What was found; empty where the detail does not tell. */
  static String finding(Words words, ReportEntry review) {
    String finding = Details.text(review, "finding");
    return finding.isEmpty() ? "" : words.name("finding", finding);
  }
}

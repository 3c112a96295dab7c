package org.patientvault.audit.report;

import java.util.List;

/**
 * Something to look at: counts for each label, or counts over time. Immutable.
 *
 * @param title what is counted
 * @param kind how it is best drawn
 * @param points in the order to be drawn; a timeline's labels are UTC dates or hours, rising, with
 *     none left out
 */
public record ReportChart(String title, Kind kind, List<Point> points) {

  public ReportChart {
    points = List.copyOf(points);
  }

  /** How a chart is drawn. */
  public enum Kind {
    /** A bar for each label. */
    BARS,
    /** A line or columns along time. */
    TIMELINE
  }

  /** How many, of what; {@code count} is 0 or more. */
  public record Point(String label, long count) {}
}

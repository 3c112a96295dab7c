package org.patientvault.audit.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Counts for each UTC day. */
final class Days {
  /** A year and a month: what a person can look at. */
  private static final int MOST_SHOWN = 400;

  private final NavigableMap<LocalDate, Long> counts = new TreeMap<>();

  void add(Instant time) {
    counts.merge(time.atZone(ZoneOffset.UTC).toLocalDate(), 1L, Long::sum);
  }

  /** How many lie before {@code day}. */
  long before(LocalDate day) {
    return counts.headMap(day, false).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Every day from the first to the last, at most the last 400. */
  List<ReportChart.Point> points() {
    List<ReportChart.Point> points = new ArrayList<>();
    if (counts.isEmpty()) {
      return points;
    }
    LocalDate last = counts.lastKey();
    LocalDate earliest = last.minusDays(MOST_SHOWN - 1L);
    LocalDate day = counts.firstKey().isBefore(earliest) ? earliest : counts.firstKey();
    for (; !day.isAfter(last); day = day.plusDays(1)) {
      points.add(new ReportChart.Point(day.toString(), counts.getOrDefault(day, 0L)));
    }
    return points;
  }
}

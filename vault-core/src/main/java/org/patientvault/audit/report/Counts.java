package org.patientvault.audit.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each label came. Grows with the number of different labels, not with the counts. */
final class Counts {
  private final Map<String, Long> counts = new HashMap<>();

  void add(String label) {
    counts.merge(label, 1L, Long::sum);
  }

  long of(String label) {
    return counts.getOrDefault(label, 0L);
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  int different() {
    return counts.size();
  }

  /** The most frequent first, those that came as often in the order of their labels. */
  List<ReportChart.Point> top(int most) {
    return counts.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Long> each) -> -each.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(most)
        .map(each -> new ReportChart.Point(each.getKey(), each.getValue()))
        .toList();
  }
}

package org.patientvault.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects verdicts, up to a number of each kind; beyond it they are counted. For one thread. */
final class Findings {
  private static final int MOST_OF_A_KIND = 100;

  private final List<Verdict> kept = new ArrayList<>();
  private final Map<Class<? extends Verdict>, Long> counts = new LinkedHashMap<>();

  void add(Verdict verdict) {
    if (counts.merge(verdict.getClass(), 1L, Long::sum) <= MOST_OF_A_KIND) {
      kept.add(verdict);
    }
  }

  void addAll(List<? extends Verdict> verdicts) {
    verdicts.forEach(this::add);
  }

  /** The findings in the order they were added, each kind that overflowed with its number. */
  List<Verdict> all() {
    List<Verdict> all = new ArrayList<>(kept);
    counts.forEach(
        (kind, count) -> {
          if (count > MOST_OF_A_KIND) {
            all.add(more(kind, count - MOST_OF_A_KIND));
          }
        });
    return all;
  }

  private Verdict more(Class<? extends Verdict> kind, long count) {
    ExitCode worst =
        kept.stream()
            .filter(kind::isInstance)
            .map(Verdict::code)
            .reduce(ExitCode.VERIFIED, ExitCode::worse);
    return new Verdict.More(kind.getSimpleName(), count, worst);
  }
}

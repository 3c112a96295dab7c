package org.patientvault.audit.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.patientvault.model.Bytes;

/**
 * How often each person came, by pseudonym; shown by name where one of the entries told it. Grows
 * with the number of persons.
 */
final class People {
  private final Map<Bytes, Long> counts = new HashMap<>();
  private final Map<Bytes, String> names = new HashMap<>();

  void addActor(ReportEntry entry) {
    Bytes actor = entry.entry().actor();
    if (actor != null) {
      add(actor, Details.text(entry, "user"));
    }
  }

  void addPatient(ReportEntry entry) {
    Bytes subject = entry.entry().subject();
    if (subject != null) {
      add(subject, Details.text(entry, "patient"));
    }
  }

  private void add(Bytes who, String name) {
    counts.merge(who, 1L, Long::sum);
    if (!name.isEmpty()) {
      names.putIfAbsent(who, name);
    }
  }

  int different() {
    return counts.size();
  }

  long of(Bytes who) {
    return counts.getOrDefault(who, 0L);
  }

  String name(Bytes who) {
    return names.getOrDefault(who, EntryWords.pseudonym(who));
  }

  /** The most frequent first. */
  List<Bytes> top(int most) {
    return counts.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Bytes, Long> each) -> -each.getValue())
                .thenComparing(each -> name(each.getKey())))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  List<ReportChart.Point> points(int most) {
    return top(most).stream().map(who -> new ReportChart.Point(name(who), of(who))).toList();
  }
}

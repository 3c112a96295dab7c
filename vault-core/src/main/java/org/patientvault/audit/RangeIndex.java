package org.patientvault.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the ranges that hold an index. They may overlap: times in a log do not only rise, so what
 * expires later can begin among what expired before. Fast where few overlap. For one thread.
 */
final class RangeIndex<T> {
  private final List<Held<T>> byFirst = new ArrayList<>();

  /** For each place, the greatest end of the ranges up to it. */
  private long[] reach = new long[0];

  private record Held<T>(IndexRange range, T value) {}

  void add(IndexRange range, T value) {
    byFirst.add(new Held<>(range, value));
  }

  /** What was added with ranges that hold this index. */
  List<T> at(long index) {
    if (reach.length != byFirst.size()) {
      sort();
    }
    List<T> found = new ArrayList<>();
    for (int i = begunUntil(index) - 1; i >= 0 && reach[i] >= index; i--) {
      if (byFirst.get(i).range.last() >= index) {
        found.add(byFirst.get(i).value);
      }
    }
    return found;
  }

  private void sort() {
    byFirst.sort(Comparator.comparingLong(held -> held.range.first()));
    reach = new long[byFirst.size()];
    for (int i = 0; i < reach.length; i++) {
      long last = byFirst.get(i).range.last();
      reach[i] = i == 0 ? last : Math.max(reach[i - 1], last);
    }
  }

  /** How many ranges begin at this index or before it. */
  private int begunUntil(long index) {
    int low = 0;
    int high = byFirst.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (byFirst.get(middle).range.first() <= index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

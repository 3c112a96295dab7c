package org.patientvault.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.patientvault.model.Bytes;

/**
 * All that was erased from a log, by the entries that say so: finds the first of them that a detail
 * falls under. For one thread.
 */
public final class ErasureOrders {
  private final List<Known> all = new ArrayList<>();

  /** Those that name indexes, expiries by their class. */
  private final Map<Optional<RetentionClass>, RangeIndex<Known>> byRange = new HashMap<>();

  /** Those of everything about one subject, by their own index. */
  private final Map<Bytes, TreeMap<Long, Known>> bySubject = new HashMap<>();

  private final Set<Bytes> erased = new HashSet<>();

  /** None yet. */
  public ErasureOrders() {}

  /** An entry with its text, and what was found to be gone under it. */
  private static final class Known {
    final ErasureEntry entry;
    final ErasureOrder order;
    long gone;
    long first = Long.MAX_VALUE;
    long last;

    private Known(ErasureEntry entry, ErasureOrder order) {
      this.entry = entry;
      this.order = order;
    }

    private void count(long index) {
      gone++;
      first = Math.min(first, index);
      last = Math.max(last, index);
    }
  }

  /** Notes an entry of {@code ERASE} or {@code EXPIRE} whose text this is. */
  public void add(long index, Entry entry, ErasureOrder order) {
    add(ErasureEntry.of(index, entry), order);
  }

  void add(ErasureEntry entry, ErasureOrder order) {
    Known known = new Known(entry, order);
    all.add(known);
    Optional<RetentionClass> expired = order.expired().map(ErasureOrder.Expired::of);
    RangeIndex<Known> ranges = byRange.computeIfAbsent(expired, of -> new RangeIndex<>());
    entry.ranges().forEach(range -> ranges.add(range, known));
    Bytes subject = entry.subject();
    if (entry.event() != EventCode.ERASE || expired.isPresent() || subject == null) {
      return;
    }
    erased.add(subject);
    if (entry.ranges().isEmpty()) {
      bySubject.computeIfAbsent(subject, of -> new TreeMap<>()).put(entry.index(), known);
    }
  }

  /** Whether the detail of this entry was erased; counts it to the first order it falls under. */
  public boolean erased(long index, Entry entry) {
    List<Known> candidates = new ArrayList<>();
    for (Optional<RetentionClass> of : classes(entry)) {
      Optional.ofNullable(byRange.get(of)).ifPresent(known -> candidates.addAll(known.at(index)));
    }
    Optional.ofNullable(entry.subject())
        .map(bySubject::get)
        .map(known -> known.higherEntry(index))
        .ifPresent(known -> candidates.add(known.getValue()));
    Optional<Known> found =
        candidates.stream()
            .filter(each -> each.entry.covers(index, entry, each.order))
            .min(Comparator.comparingLong(each -> each.entry.index()));
    found.ifPresent(each -> each.count(index));
    return found.isPresent();
  }

  private static List<Optional<RetentionClass>> classes(Entry entry) {
    return List.of(Optional.empty(), Optional.of(RetentionClass.of(entry.event())));
  }

  /** Whether an order erased all that was known of this subject. */
  public boolean isErased(Bytes subject) {
    return erased.contains(subject);
  }

  /** What was found under each order, in the order of the log. */
  public List<Verdict> verdicts() {
    List<Verdict> verdicts = new ArrayList<>();
    for (Known each : all) {
      if (each.gone > 0) {
        IndexRange indexes = new IndexRange(each.first, each.last);
        verdicts.add(
            new DetailVerdict.Erased(indexes, each.gone, each.entry.index(), each.order.ground()));
        if (each.gone > each.order.count()) {
          verdicts.add(
              new DetailVerdict.MissingBefore(
                  indexes, each.gone, each.order.count(), each.entry.index()));
        }
      }
      if (each.gone < each.order.count()) {
        verdicts.add(
            new DetailVerdict.StillThere(each.entry.index(), each.order.count(), each.gone));
      }
    }
    return verdicts;
  }
}

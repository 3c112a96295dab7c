package org.patientvault.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.patientvault.model.Bytes;

/**
 * All that was erased from a log, by the entries that say so: finds the first of them that a detail
 * falls under. For one thread.
 */
public final class ErasureOrders {
  private final List<Known> all = new ArrayList<>();

  /** Expiries by class and first index: one after the other, they do not overlap. */
  private final Map<RetentionClass, TreeMap<Long, Known>> expiries = new HashMap<>();

  private final Map<Bytes, List<Known>> bySubject = new HashMap<>();
  private final List<Known> others = new ArrayList<>();

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
    if (expired.isPresent() && entry.ranges().size() == 1) {
      expiries
          .computeIfAbsent(expired.get(), of -> new TreeMap<>())
          .putIfAbsent(entry.ranges().get(0).first(), known);
    } else if (entry.subject() != null) {
      bySubject.computeIfAbsent(entry.subject(), of -> new ArrayList<>()).add(known);
    } else {
      others.add(known);
    }
  }

  /** Whether the detail of this entry was erased; counts it to the first order it falls under. */
  public boolean erased(long index, Entry entry) {
    List<Known> candidates = new ArrayList<>(others);
    Bytes subject = entry.subject();
    if (subject != null) {
      candidates.addAll(bySubject.getOrDefault(subject, List.of()));
    }
    Optional.ofNullable(expiries.get(RetentionClass.of(entry.event())))
        .map(orders -> orders.floorEntry(index))
        .ifPresent(order -> candidates.add(order.getValue()));
    Optional<Known> found =
        candidates.stream()
            .filter(each -> each.entry.covers(index, entry, each.order))
            .min(java.util.Comparator.comparingLong(each -> each.entry.index()));
    found.ifPresent(each -> each.count(index));
    return found.isPresent();
  }

  /** Whether an order erased all that was known of this subject. */
  public boolean isErased(Bytes subject) {
    return bySubject.containsKey(subject);
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

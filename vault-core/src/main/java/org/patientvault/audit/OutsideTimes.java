package org.patientvault.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.patientvault.model.Bytes;

/**
 * What outsiders say of a log's times, gathered tile by tile: time stamps and witnesses.
 *
 * <p>Memory grows with time stamps, not with entries. For one thread.
 */
final class OutsideTimes {
  private final TimeDemands demands;
  private final TimeFence fence;
  private final Set<Bytes> tokens = new HashSet<>();
  private final Set<Bytes> namedTokens = new HashSet<>();
  private final List<Instant> stamps = new ArrayList<>();
  private final List<Verdict> delays = new ArrayList<>();
  private long anchoredSize;
  private long unchecked;
  private Instant newestUnchecked = Instant.MIN;
  private Optional<Instant> newestAnchor = Optional.empty();
  private Optional<Instant> newestWitness = Optional.empty();

  OutsideTimes(TimeDemands demands) {
    this.demands = demands;
    this.fence = new TimeFence(demands.tolerance());
  }

  /** Takes a tile's entries and the bounds between them, both in the order of the log. */
  void take(TileResult result) {
    List<TimeBound> bounds = new ArrayList<>(result.bounds);
    for (TileResult.CounterRun run : result.runs) {
      while (!bounds.isEmpty() && bounds.get(0).size() <= run.firstIndex()) {
        bound(bounds.remove(0));
      }
      fence.add(run);
    }
    bounds.forEach(this::bound);
    tokens.addAll(result.tokens);
    namedTokens.addAll(result.namedTokens);
    result.stamped.forEach(this::stamped);
    unchecked += result.unchecked.size();
    result.unchecked.forEach(
        time -> newestUnchecked = time.isAfter(newestUnchecked) ? time : newestUnchecked);
  }

  /** A bound at the place that was reached. */
  void bound(TimeBound bound) {
    fence.bound(bound);
    if (!bound.isAnchor()) {
      newestWitness = later(newestWitness, bound.time());
    } else if (bound.delay().compareTo(demands.tolerance()) > 0) {
      delays.add(new TimeVerdict.Delayed(bound.size(), bound.delay()));
    }
  }

  private void stamped(TileResult.Stamped stamp) {
    stamps.add(stamp.time());
    anchoredSize = Math.max(anchoredSize, stamp.size());
    newestAnchor = later(newestAnchor, stamp.time());
  }

  private static Optional<Instant> later(Optional<Instant> known, Instant time) {
    return Optional.of(known.filter(each -> each.isAfter(time)).orElse(time));
  }

  /** What the times say, when the entries are those that were signed. */
  List<Verdict> findings(Optional<Instant> first, Checkpoint head) {
    List<Verdict> found = new ArrayList<>(fence.findings());
    found.addAll(delays);
    found.addAll(missingTokens());
    demands.every().ifPresent(every -> found.addAll(gaps(every, first, head)));
    if (unchecked > 0) {
      found.add(new TimeVerdict.NotChecked(unchecked, newestUnchecked));
    }
    return found;
  }

  /** Entries tell of every time stamp: one that is gone was taken away. */
  private List<Verdict> missingTokens() {
    return namedTokens.stream()
        .filter(each -> !tokens.contains(each))
        .sorted()
        .map(each -> (Verdict) new Verdict.CannotTell("time stamp " + each.hex(), "not in bundle"))
        .toList();
  }

  private List<Verdict> gaps(Duration every, Optional<Instant> first, Checkpoint head) {
    if (demands.authorities().isNobody()) {
      return List.of(
          new Verdict.CannotTell("time stamps", "without a certificate of an authority"));
    }
    List<Instant> times = new ArrayList<>(stamps);
    times.sort(null);
    head.signedAt()
        .filter(end -> newestAnchor.map(end::isAfter).orElse(true))
        .ifPresent(times::add);
    List<Verdict> gaps = new ArrayList<>();
    Optional<Instant> before = first;
    for (Instant time : times) {
      before
          .filter(each -> each.plus(every).plus(demands.tolerance()).isBefore(time))
          .ifPresent(from -> gaps.add(new TimeVerdict.Gap(from, time)));
      before = Optional.of(time);
    }
    return gaps;
  }

  /** How many time stamps are good. */
  long anchors() {
    return stamps.size();
  }

  /** The largest size that an authority vouches for; 0 when none does. */
  long anchoredSize() {
    return anchoredSize;
  }

  Optional<Instant> newestAnchor() {
    return newestAnchor;
  }

  Optional<Instant> newestWitness() {
    return newestWitness;
  }
}

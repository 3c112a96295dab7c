package org.patientvault.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.TileResult.CounterRun;

/**
 * Holds the times of entries against bounds from outside, both in the order of the log.
 *
 * <p>Remembers the latest time of each node and the highest lower bound, nothing of single entries.
 * For one thread.
 */
final class TimeFence {
  private static final int MOST_NODES = 65_536;

  private final Duration tolerance;
  private final Findings findings = new Findings();
  private final Map<String, Latest> latest = new HashMap<>();
  private @Nullable TimeBound floor;
  private boolean overflowed;

  TimeFence(Duration tolerance) {
    this.tolerance = tolerance;
  }

  /** A node's entry with the latest time, and its first entry since the last bound, or -1. */
  private record Latest(long millis, long index, long since) {
    Latest and(CounterRun run) {
      boolean later = run.latest().millis() > millis;
      return new Latest(
          later ? run.latest().millis() : millis,
          later ? run.latest().index() : index,
          since < 0 ? run.firstIndex() : since);
    }
  }

  /** Entries of one node, with no bound between them. */
  void add(CounterRun run) {
    TimeBound lower = floor;
    if (lower != null) {
      Instant limit = lower.notBefore().minus(tolerance);
      if (run.earliest().isBefore(limit)) {
        findings.add(
            new Tampering.Backdated(
                run.earliest().index(),
                run.earliest().time(),
                lower.by(),
                lower.size(),
                lower.notBefore()));
      }
      if (run.earliestLate().isBefore(limit)) {
        findings.add(new TimeVerdict.Late(run.earliestLate().index(), run.earliestLate().time()));
      }
    }
    note(run);
  }

  private void note(CounterRun run) {
    String node = run.node();
    Latest known = latest.get(node);
    if (known == null && latest.size() == MOST_NODES) {
      overflow();
    } else if (known == null) {
      latest.put(node, new Latest(run.latest().millis(), run.latest().index(), run.firstIndex()));
    } else {
      latest.put(node, known.and(run));
    }
  }

  private void overflow() {
    if (!overflowed) {
      overflowed = true;
      findings.add(
          new Verdict.CannotTell("times", "of more than " + MOST_NODES + " nodes are not checked"));
    }
  }

  /** A bound at the place that was reached. */
  void bound(TimeBound bound) {
    long limit = bound.notAfter().plus(tolerance).toEpochMilli();
    List<String> nodes = new ArrayList<>(latest.keySet());
    nodes.sort(null);
    for (String node : nodes) {
      Latest known = latest.get(node);
      if (known != null && known.millis() > limit) {
        report(node, known, bound);
        latest.remove(node);
      } else if (known != null) {
        latest.put(node, new Latest(known.millis(), known.index(), -1));
      }
    }
    if (floor == null || bound.notBefore().isAfter(floor.notBefore())) {
      floor = bound;
    }
  }

  private void report(String node, Latest known, TimeBound bound) {
    long first = known.since() < 0 ? known.index() : Math.min(known.since(), known.index());
    findings.add(
        new TimeVerdict.WrongClock(
            node,
            new IndexRange(first, bound.size() - 1),
            bound.by(),
            Duration.between(bound.notAfter(), Instant.ofEpochMilli(known.millis())),
            known.index()));
  }

  List<Verdict> findings() {
    return findings.all();
  }
}

package org.patientvault.audit;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.TileResult.CounterRun;

/**
 * Checks that every node's counter runs 1, 2, 3 without gap in each of its boots.
 *
 * <p>Memory grows with boots, not with entries; beyond a limit it says that it cannot tell.
 */
final class NodeCounters {
  static final int MOST_BOOTS = 65_536;

  private final Map<String, Long> last = new HashMap<>();
  private final Findings findings;
  private boolean overflowed;

  /** Goes on where {@code before} ended. */
  NodeCounters(Findings findings, Map<String, Long> before) {
    this.findings = findings;
    last.putAll(before);
  }

  /** The last counter of each node and boot; empty when not all were counted. */
  Optional<Map<String, Long>> last() {
    return overflowed ? Optional.empty() : Optional.of(Collections.unmodifiableMap(last));
  }

  void add(CounterRun run) {
    long before = last.getOrDefault(run.who(), 0L);
    if (before == 0 && last.size() == MOST_BOOTS) {
      overflow();
      return;
    }
    if (run.first() > before + 1) {
      report(run, new IndexRange(before + 1, run.first() - 1), "missing");
    } else if (run.first() <= before) {
      long again = Math.min(before, run.last());
      report(run, new IndexRange(run.first(), again), "again at index=" + run.firstIndex());
    }
    last.put(run.who(), Math.max(before, run.last()));
  }

  private void overflow() {
    if (!overflowed) {
      overflowed = true;
      findings.add(
          new Verdict.CannotTell(
              "counters", "of more than " + MOST_BOOTS + " boots are not checked"));
    }
  }

  private void report(CounterRun run, IndexRange counters, String how) {
    findings.add(new Tampering.Gap(node(run.who()), boot(run.who()), counters, how));
  }

  /** The node in {@code "node","b":"boot"}, as it stands in the entries. */
  static String node(String who) {
    return who.split("\"", -1)[1];
  }

  /** The boot in {@code "node","b":"boot"}. */
  static String boot(String who) {
    String[] parts = who.split("\"", -1);
    return parts[parts.length - 2];
  }
}

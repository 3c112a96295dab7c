package org.patientvault.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds times in which a node was running and wrote nothing: it should have sealed every ten
 * minutes.
 *
 * <p>A node runs from its first entry to its STOP, or until the same node starts again. For one
 * thread, tiles in order.
 */
final class Silence {
  private final long longestMillis;
  private final Findings findings;

  /** The boot of each node that runs, by the node's name. */
  private final Map<String, String> running = new HashMap<>();

  private long lastMillis = Long.MAX_VALUE;

  Silence(Duration longest, Findings findings) {
    this.longestMillis = longest.isZero() ? Long.MAX_VALUE / 2 : longest.toMillis();
    this.findings = findings;
  }

  void take(TileResult tile) {
    int landmark = 0;
    for (int i = 0; i < tile.entriesRead; i++) {
      if (tile.writers[i] < 0) {
        continue;
      }
      long index = tile.firstIndex() + i;
      if (tile.times[i] - longestMillis > lastMillis && !running.isEmpty()) {
        findings.add(new Verdict.Silence(at(lastMillis), at(tile.times[i]), index));
      }
      lastMillis =
          lastMillis == Long.MAX_VALUE ? tile.times[i] : Math.max(lastMillis, tile.times[i]);
      if (landmark < tile.landmarks.size() && tile.landmarks.get(landmark).index() == index) {
        follow(tile.landmarks.get(landmark++));
      }
    }
    addWriters(tile);
  }

  private void follow(Landmark mark) {
    if (mark.event() == EventCode.START && running.size() < NodeCounters.MOST_BOOTS) {
      running.put(mark.stamp().node(), mark.who());
    } else if (mark.event() == EventCode.STOP) {
      running.remove(mark.stamp().node(), mark.who());
    }
  }

  /** A process that shares its name with another one that started meanwhile still runs. */
  private void addWriters(TileResult tile) {
    for (String who : tile.boots) {
      boolean stopped =
          tile.landmarks.stream()
              .anyMatch(mark -> mark.event() == EventCode.STOP && mark.who().equals(who));
      boolean founding = tile.tile == 0 && who.equals(tile.boots.get(0));
      if (!stopped && !founding && running.size() < NodeCounters.MOST_BOOTS) {
        running.putIfAbsent(NodeCounters.node(who), who);
      }
    }
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}

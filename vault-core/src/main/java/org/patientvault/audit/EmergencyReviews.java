package org.patientvault.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;

/**
 * Finds emergency accesses that nobody but who asked for them looked at in time.
 *
 * <p>A BTG_REVIEW counts for the openings that its key g names, when another person wrote it. For
 * one thread, tiles in order.
 */
final class EmergencyReviews {
  private static final int MOST_OPEN = 65_536;

  private final Duration within;
  private final Findings findings;
  private final TreeMap<Long, Opening> open = new TreeMap<>();

  private boolean overflowed;

  private record Opening(@Nullable Bytes actor, Instant time) {}

  EmergencyReviews(Duration within, Findings findings) {
    this.within = within;
    this.findings = findings;
  }

  void take(TileResult tile) {
    for (Landmark mark : tile.landmarks) {
      if (mark.event() == EventCode.BTG_OPEN) {
        opened(mark);
      } else if (mark.event() == EventCode.BTG_REVIEW) {
        mark.ranges().forEach(range -> reviewed(range, mark.actor()));
      }
    }
  }

  private void opened(Landmark mark) {
    overflowed = overflowed || open.size() == MOST_OPEN;
    if (!overflowed) {
      open.put(mark.index(), new Opening(mark.actor(), mark.time()));
    }
  }

  private void reviewed(IndexRange range, @Nullable Bytes reviewer) {
    open.subMap(range.first(), true, range.last(), true)
        .values()
        .removeIf(each -> reviewer != null && !Objects.equals(reviewer, each.actor()));
  }

  /** Reports what was due at {@code now}, the time of the newest signature. */
  void finish(Instant now) {
    if (within.isZero()) {
      return;
    }
    for (Map.Entry<Long, Opening> each : open.entrySet()) {
      if (each.getValue().time().plus(within).isBefore(now)) {
        findings.add(new Verdict.NotReviewed(each.getKey(), within.toHours()));
      }
    }
    if (overflowed) {
      findings.add(
          new Verdict.CannotTell(
              "reviews", "of more than " + MOST_OPEN + " open emergencies are not checked"));
    }
  }
}

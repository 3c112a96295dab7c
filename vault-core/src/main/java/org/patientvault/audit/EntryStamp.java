package org.patientvault.audit;

import java.time.Instant;

/**
 * Where and when an entry was appended: the node's clock, name, boot id and counter.
 *
 * <p>The counter starts at 1 for each boot id and has no gaps, so that a dropped event shows. A
 * writer draws a new random boot id when it starts and when it starts a new shard. The time is cut
 * to milliseconds; it is the node's own and proves nothing without an anchor.
 */
public record EntryStamp(Instant time, String node, int boot, long counter) {
  /** The largest integer that every JSON reader keeps. */
  static final long MAX_INTEGER = (1L << 53) - 1;

  public EntryStamp {
    UtcTime.check(time.toEpochMilli());
    time = Instant.ofEpochMilli(time.toEpochMilli());
    if (!CharacterClass.NODE.spells(node, 63)) {
      throw new IllegalArgumentException("not a node name: it must match [a-z0-9][a-z0-9.-]{0,62}");
    }
    if (counter < 1 || counter > MAX_INTEGER) {
      throw new IllegalArgumentException("a node counter starts at 1, not at " + counter);
    }
  }
}

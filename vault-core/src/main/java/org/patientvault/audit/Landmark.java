package org.patientvault.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;

/**
 * An entry that says something about other entries, as far as the rules of meaning ask.
 *
 * @param who node and boot, as entries spell them; equal for one boot alone
 * @param digest key w: a boot's public key, or what a seal covers
 * @param seal key z
 * @param actor key a
 * @param ranges key g
 */
record Landmark(
    long index,
    EventCode event,
    EntryStamp stamp,
    String who,
    @Nullable Bytes digest,
    @Nullable Bytes seal,
    @Nullable Bytes actor,
    java.util.List<IndexRange> ranges) {

  static boolean is(EventCode event) {
    return switch (event) {
      case START, STOP, SEAL, BTG_OPEN, BTG_REVIEW -> true;
      default -> false;
    };
  }

  static Landmark of(long index, String who, Entry entry) {
    return new Landmark(
        index,
        entry.event(),
        entry.stamp(),
        who,
        entry.digest(),
        entry.seal(),
        entry.actor(),
        entry.ranges());
  }

  Instant time() {
    return stamp.time();
  }
}

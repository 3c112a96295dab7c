package org.patientvault.audit;

import java.time.Instant;

/** An entry's place and what it says of its time; of no entry at all, a time out of the way. */
record EntryTime(long millis, long index) {
  static final EntryTime NONE_EARLY = new EntryTime(Long.MAX_VALUE, -1);
  static final EntryTime NONE_LATE = new EntryTime(Long.MIN_VALUE, -1);

  boolean isBefore(Instant limit) {
    return millis < limit.toEpochMilli();
  }

  Instant time() {
    return Instant.ofEpochMilli(millis);
  }
}

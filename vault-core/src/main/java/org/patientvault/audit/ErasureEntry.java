package org.patientvault.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;

/** An entry that erased details, as the log has it; what exactly, its public text says. */
record ErasureEntry(
    long index,
    EventCode event,
    long millis,
    @Nullable Bytes subject,
    List<IndexRange> ranges,
    @Nullable Bytes payload) {
  static boolean is(EventCode event) {
    return event == EventCode.ERASE || event == EventCode.EXPIRE;
  }

  static ErasureEntry of(long index, Entry entry) {
    return new ErasureEntry(
        index,
        entry.event(),
        entry.stamp().time().toEpochMilli(),
        entry.subject(),
        entry.ranges(),
        entry.payload());
  }

  /** Whether a detail of this entry falls under it, as its text {@code order} says. */
  boolean covers(long at, Entry entry, ErasureOrder order) {
    if (at >= index) {
      return false;
    }
    return order
        .expired()
        .map(expired -> hasExpired(at, entry, expired))
        .orElseGet(() -> names(at, entry));
  }

  private boolean hasExpired(long at, Entry entry, ErasureOrder.Expired expired) {
    return event == EventCode.EXPIRE
        && isInRange(at)
        && RetentionClass.of(entry.event()) == expired.of()
        && entry.stamp().time().isBefore(expired.before())
        && !inMillis(expired.before()).isAfter(leastKept());
  }

  private Instant leastKept() {
    return Instant.ofEpochMilli(millis).minus(ErasureOrder.LEAST_KEPT);
  }

  /** As exact as entries are; any time at all, which a number of milliseconds could not hold. */
  private static Instant inMillis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  private boolean names(long at, Entry entry) {
    return event == EventCode.ERASE
        && isOfSubject(entry)
        && (ranges.isEmpty() ? subject != null : isInRange(at));
  }

  private boolean isOfSubject(Entry entry) {
    Bytes named = entry.subject();
    return subject == null || (named != null && named.equals(subject));
  }

  private boolean isInRange(long at) {
    return ranges.stream().anyMatch(range -> range.first() <= at && at <= range.last());
  }
}

package org.patientvault.audit.fhir;

import java.time.Instant;
import java.util.Optional;
import org.patientvault.audit.Entry;

/**
 * Which entries of a log are wanted: a range of its indexes, and of the times that they tell.
 *
 * <p>Times are those of the nodes that wrote the entries, which need not rise from one entry to the
 * next.
 *
 * @param from the first index, from 0
 * @param to the index behind the last
 * @param since no entry before this time
 * @param until no entry at this time or later
 */
public record EntrySelection(long from, long to, Optional<Instant> since, Optional<Instant> until) {
  /** Every entry there is. */
  public static final EntrySelection ALL =
      new EntrySelection(0, Long.MAX_VALUE, Optional.empty(), Optional.empty());

  public EntrySelection {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "entries are taken from an index of 0 or more to one that is no smaller: not from "
              + from
              + " to "
              + to);
    }
  }

  /** From this index on. */
  public EntrySelection from(long index) {
    return new EntrySelection(index, to, since, until);
  }

  /** Up to this index, which is none of them. */
  public EntrySelection to(long index) {
    return new EntrySelection(from, index, since, until);
  }

  /** From this time on. */
  public EntrySelection since(Instant time) {
    return new EntrySelection(from, to, Optional.of(time), until);
  }

  /** Before this time. */
  public EntrySelection until(Instant time) {
    return new EntrySelection(from, to, since, Optional.of(time));
  }

  /** Whether the entry at {@code index} is one of them. */
  public boolean takes(long index, Entry entry) {
    Instant time = entry.stamp().time();
    return index >= from
        && index < to
        && since.filter(time::isBefore).isEmpty()
        && until.filter(end -> !time.isBefore(end)).isEmpty();
  }
}

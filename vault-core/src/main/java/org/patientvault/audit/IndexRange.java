package org.patientvault.audit;

/** Entry indexes from {@code first} to {@code last}, both included. */
public record IndexRange(long first, long last) {
  public IndexRange {
    if (first < 0 || last < first || last > EntryStamp.MAX_INTEGER) {
      throw new IllegalArgumentException("not an index range: " + first + ".." + last);
    }
  }

  @Override
  public String toString() {
    return first + ".." + last;
  }
}

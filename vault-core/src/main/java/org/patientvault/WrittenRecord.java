package org.patientvault;

import org.patientvault.model.RecordKey;

/** What writing a whole record came to; {@code revision} is the newest one now. */
public record WrittenRecord(RecordKey key, int revision, Change change) {
  /** Whether the record was new, got a new revision, or held just this content already. */
  public enum Change {
    /** A new record. */
    CREATED,
    /** A new revision of a record. */
    UPDATED,
    /** The newest revision held just this; nothing was written or logged. */
    UNCHANGED
  }
}

package org.patientvault.audit.report;

import java.util.Optional;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.Bytes;

/**
 * An entry that a report reads, with what is known beside it.
 *
 * @param index its place in the log
 * @param entry what the log signed
 * @param detail its detail record, in real names; empty where there is none to be had: a bundle
 *     without details, or a detail that was erased
 * @param text of an entry that tells of an erasure, the public text that it names; else empty
 */
public record ReportEntry(
    long index, Entry entry, Optional<JsonValue.Members> detail, Optional<Bytes> text) {
  /** Of an entry whose text nobody asks for. */
  public ReportEntry(long index, Entry entry, Optional<JsonValue.Members> detail) {
    this(index, entry, detail, Optional.empty());
  }

  /** The digest of the text that is asked for; empty where none is. */
  public static Optional<Bytes> textOf(Entry entry) {
    boolean tells = entry.event() == EventCode.ERASE || entry.event() == EventCode.EXPIRE;
    return tells ? Optional.ofNullable(entry.payload()) : Optional.empty();
  }
}

package org.patientvault.internal.jobs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.RecordRef;

/**
 * Holds every reading of one record against what entries before it say was written into that
 * record: a row that was cut, read, and put back is as it should be, but the reading tells.
 *
 * <p>A reading of several records commits to all of them together, and is not looked at. Keeps the
 * digest of every revision, 32 bytes, by the record's pseudonym.
 */
final class ReadsCheck {
  private final RecordsCheck check;

  /** By log and record's pseudonym there: the digests of its revisions, in the order of writing. */
  private final Map<LogBooks, Map<Bytes, Set<Bytes>>> written = new LinkedHashMap<>();

  /**
   * Of rows that were sealed again, or written in an older log; a digest is of one record alone.
   */
  private final Set<Bytes> elsewhere = new HashSet<>();

  ReadsCheck(RecordsCheck check) {
    this.check = check;
  }

  void run(ReadView snapshot) {
    check
        .places()
        .each(
            snapshot,
            (books, place, row) ->
                RecordsCheck.parse(row).ifPresent(entry -> entry(snapshot, books, place, entry)));
  }

  private void entry(ReadView snapshot, LogBooks books, long place, Entry entry) {
    if (!written.containsKey(books)) {
      written.values().forEach(records -> records.values().forEach(elsewhere::addAll));
      written.put(books, new HashMap<>());
    }
    if (check.lists().lists(entry)) {
      elsewhere.addAll(check.lists().of(snapshot, place, entry));
    }
    Bytes record = entry.record();
    Bytes digest = entry.digest();
    if (record == null || digest == null) {
      return;
    }
    if (entry.event().isWrite()) {
      writtenIn(books, record).add(digest);
      check.wroteRevision(place, this::revisions);
    } else if (isReading(entry)
        && !elsewhere.contains(digest)
        && !writtenIn(books, record).contains(digest)) {
      check.found(
          "READ OF CHANGED ROW record="
              + record.hex()
              + " (pseudonym) entry="
              + check.places().text(place));
    }
  }

  private Set<Bytes> writtenIn(LogBooks books, Bytes record) {
    return written
        .computeIfAbsent(books, each -> new HashMap<>())
        .computeIfAbsent(record, each -> new HashSet<>());
  }

  /** How many revisions of a record were written up to now. */
  private int revisions(RecordRef record) {
    return written.entrySet().stream()
        .mapToInt(
            log -> log.getValue().getOrDefault(log.getKey().pseudonym(record), Set.of()).size())
        .sum();
  }

  private static boolean isReading(Entry entry) {
    return entry.event() == EventCode.READ || entry.event() == EventCode.EXPORT;
  }
}

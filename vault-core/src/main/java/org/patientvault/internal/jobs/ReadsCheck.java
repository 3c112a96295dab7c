package org.patientvault.internal.jobs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;

/**
 * Holds every reading of one record against what entries before it say was written into that
 * record: a row that was cut, read, and put back is as it should be, but the reading tells.
 *
 * <p>A reading of several records commits to all of them together, and is not looked at. Keeps the
 * digest of every revision, 32 bytes, by the record's pseudonym.
 */
final class ReadsCheck {
  private final RecordsCheck check;
  private final Map<Bytes, Set<Bytes>> written = new HashMap<>();

  /** Of rows that were sealed again; a digest is of one record alone. */
  private final Set<Bytes> resealed = new HashSet<>();

  ReadsCheck(RecordsCheck check) {
    this.check = check;
  }

  void run(ReadView snapshot) {
    snapshot.streamEntries(
        check.shard(),
        0,
        Long.MAX_VALUE,
        row -> RecordsCheck.parse(row).ifPresent(entry -> entry(snapshot, row.index(), entry)));
  }

  private void entry(ReadView snapshot, long index, Entry entry) {
    if (check.lists().lists(entry)) {
      resealed.addAll(check.lists().of(snapshot, index, entry));
    }
    Bytes record = entry.record();
    Bytes digest = entry.digest();
    if (record == null || digest == null) {
      return;
    }
    if (entry.event().isWrite()) {
      Set<Bytes> revisions = written.computeIfAbsent(record, each -> new HashSet<>());
      revisions.add(digest);
      check.wroteRevision(index, revisions.size());
    } else if (isReading(entry)
        && !resealed.contains(digest)
        && !written.getOrDefault(record, Set.of()).contains(digest)) {
      check.found("READ OF CHANGED ROW record=" + record.hex() + " (pseudonym) entry=" + index);
    }
  }

  private static boolean isReading(Entry entry) {
    return entry.event() == EventCode.READ || entry.event() == EventCode.EXPORT;
  }
}

package org.patientvault.internal.ledger;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.patientvault.audit.Entry;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;

/**
 * What entries say was written: read from the log once, then remembered, since a log entry never
 * changes.
 *
 * <p>An entry that was edited shows when the log is verified. Used by one thread at a time, the one
 * that commits.
 */
final class WrittenDigests {
  private static final int REMEMBERED = 50_000;
  private static final int LISTS_REMEMBERED = 64;

  private final Recent<Place, Bytes> known = new Recent<>(REMEMBERED);
  private final Recent<Place, Set<Bytes>> lists = new Recent<>(LISTS_REMEMBERED);

  private record Place(int shard, long index) {}

  /** After the log went back, its places may hold other entries. */
  void forget() {
    known.clear();
    lists.clear();
  }

  /** Whether the entry at this place says that the row with this digest was written. */
  boolean holds(ReadView rows, int shard, long index, Bytes digest) {
    Place place = new Place(shard, index);
    if (Objects.equals(known.get(place), digest)) {
      return true;
    }
    Set<Bytes> list = lists.get(place);
    if (list == null) {
      Optional<LogEntryRow> entry = rows.logEntry(shard, index);
      Optional<Bytes> written = entry.flatMap(row -> Entry.writtenDigest(row.leaf().unsafeArray()));
      written.ifPresent(found -> known.put(place, found));
      if (written.isPresent()) {
        return written.filter(digest::equals).isPresent();
      }
      list = entry.map(row -> listed(rows, row)).orElse(Set.of());
      lists.put(place, list);
    }
    return list.contains(digest);
  }

  /** The rows that an entry wrote for many patients at once. */
  private static Set<Bytes> listed(ReadView rows, LogEntryRow row) {
    return Set.copyOf(WrittenRows.listed(rows, Entry.parse(row.leaf().toArray())));
  }
}

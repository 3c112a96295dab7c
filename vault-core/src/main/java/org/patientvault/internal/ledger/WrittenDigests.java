package org.patientvault.internal.ledger;

import java.util.Optional;
import org.patientvault.audit.Entry;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;

/**
 * What entries say was written: read from the log once, then remembered, since a log entry never
 * changes.
 *
 * <p>Who edits an entry while this process runs is not believed, and is found when the log is
 * verified. Used by one thread at a time, the one that commits.
 */
final class WrittenDigests {
  private static final int REMEMBERED = 50_000;

  private final Recent<Place, Bytes> known = new Recent<>(REMEMBERED);

  private record Place(int shard, long index) {}

  /** The digest of the row that the entry at this place says was written. */
  Optional<Bytes> find(ReadView rows, int shard, long index) {
    Place place = new Place(shard, index);
    Bytes digest = known.get(place);
    if (digest != null) {
      return Optional.of(digest);
    }
    Optional<Bytes> read =
        rows.logEntry(shard, index).flatMap(row -> Entry.writtenDigest(row.leaf().unsafeArray()));
    read.ifPresent(found -> known.put(place, found));
    return read;
  }
}

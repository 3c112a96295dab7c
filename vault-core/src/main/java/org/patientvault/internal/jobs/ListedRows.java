package org.patientvault.internal.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.WrittenRows;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The rows that entries list beside the log. Some lists are kept: rows that were written together
 * are mostly looked at together.
 */
final class ListedRows {
  private static final int KEPT = 64;

  private final Map<Long, Set<Bytes>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Set<Bytes>> eldest) {
          return size() > KEPT;
        }
      };

  /** Whether {@code entry} wrote rows that it lists. */
  boolean lists(Entry entry) {
    return entry.payload() != null
        && (entry.event() == EventCode.REENCRYPT || entry.event() == EventCode.KEY_ROTATE);
  }

  /** The digests that the entry at {@code index} lists; none where the list is gone or changed. */
  Set<Bytes> of(ReadView snapshot, long index, Entry entry) {
    return known.computeIfAbsent(index, each -> read(snapshot, entry));
  }

  private static Set<Bytes> read(ReadView snapshot, Entry entry) {
    try {
      return Set.copyOf(WrittenRows.listed(snapshot, entry));
    } catch (VaultException.Tampered e) {
      return Set.of();
    }
  }
}

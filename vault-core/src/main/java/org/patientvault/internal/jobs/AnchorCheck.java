package org.patientvault.internal.jobs;

import java.util.HashMap;
import java.util.Map;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.store.AnchorRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;

/**
 * Holds the rows of time stamps against the entries that name them. A request that waits for its
 * answer proves nothing, so nothing is asked of it.
 */
final class AnchorCheck {
  private final RecordsCheck check;
  private final int shard;

  /** How many entries each time stamp is over, as the log says. */
  private final Map<Bytes, Long> named = new HashMap<>();

  AnchorCheck(RecordsCheck check, int shard) {
    this.check = check;
    this.shard = shard;
  }

  /** Takes note of an entry, whatever it is about. */
  void take(Entry entry) {
    Bytes token = entry.payload();
    if (entry.event() == EventCode.ANCHOR && token != null && !entry.ranges().isEmpty()) {
      named.put(token, entry.ranges().get(entry.ranges().size() - 1).last() + 1);
    }
  }

  /** After the last entry. */
  void run(ReadView snapshot) {
    for (AnchorRow row : snapshot.anchors(shard)) {
      if (!row.isPending()) {
        check.looked();
        Long size = named.remove(row.token());
        if (size == null || size != row.size()) {
          check.found("TIME STAMP CHANGED size=" + row.size() + " number=" + row.number());
        }
      }
    }
    named.forEach(
        (token, size) -> check.found("TIME STAMP MISSING size=" + size + " sha256=" + token.hex()));
  }
}

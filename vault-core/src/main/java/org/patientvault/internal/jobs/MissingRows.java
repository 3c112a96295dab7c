package org.patientvault.internal.jobs;

import java.util.HashMap;
import java.util.Map;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;

/** Finds entries that committed rows which are not there. */
final class MissingRows {
  private final LogBooks books;
  private final RecordsCheck check;
  private final Map<Bytes, Long> lost = new HashMap<>();

  MissingRows(LogBooks books, RecordsCheck check) {
    this.books = books;
    this.check = check;
  }

  void run(ReadView snapshot) {
    snapshot.streamEntries(check.shard(), 0, Long.MAX_VALUE, this::entry);
    if (lost.isEmpty()) {
      return;
    }
    snapshot.streamHeads(
        head -> {
          Long entry = lost.remove(books.pseudonym(head.record()));
          if (entry != null) {
            check.found(
                (entry > head.logIndex()
                        ? "ROLLED BACK record="
                        : "DELETED an older revision of record=")
                    + head.record()
                    + " revision="
                    + head.revision()
                    + " entry="
                    + entry);
          }
        });
    lost.forEach(
        (pseudonym, entry) ->
            check.found("DELETED record=" + pseudonym.hex() + " (pseudonym) entry=" + entry));
  }

  private void entry(LogEntryRow row) {
    Entry entry = RecordsCheck.parse(row).orElse(null);
    if (entry == null || check.isCommitted(row.index())) {
      return;
    }
    boolean write = entry.event().isWrite();
    if (write && entry.record() != null) {
      lost.put(entry.record(), row.index());
    } else if (write || entry.event() == EventCode.KEY_CREATE || listsKeys(entry)) {
      check.found("DELETED key or index row entry=" + row.index());
    }
  }

  private boolean listsKeys(Entry entry) {
    return entry.event() == EventCode.KEY_ROTATE && check.lists().lists(entry);
  }
}

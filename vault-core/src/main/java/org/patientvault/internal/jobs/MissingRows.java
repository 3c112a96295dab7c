package org.patientvault.internal.jobs;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.model.Bytes;

/** Finds entries that committed rows which are not there. */
final class MissingRows {
  private final RecordsCheck check;

  /** By log, the entries of records whose rows are not there, by the records' pseudonyms. */
  private final Map<LogBooks, Map<Bytes, Long>> lost = new LinkedHashMap<>();

  MissingRows(RecordsCheck check) {
    this.check = check;
  }

  void run(ReadView snapshot) {
    check.places().each(snapshot, (books, place, row) -> entry(snapshot, books, place, row));
    if (lost.isEmpty()) {
      return;
    }
    snapshot.streamHeads(head -> lost.forEach((books, those) -> head(head, books, those)));
    for (Map<Bytes, Long> those : lost.values()) {
      those.forEach(
          (pseudonym, place) ->
              check.found(
                  "DELETED record="
                      + pseudonym.hex()
                      + " (pseudonym) entry="
                      + check.places().text(place)));
    }
  }

  private void head(RevisionRow head, LogBooks books, Map<Bytes, Long> those) {
    Long place = those.remove(books.pseudonym(head.record()));
    if (place == null) {
      return;
    }
    long written = check.places().of(head.logShard(), head.logIndex());
    check.found(
        (place > written ? "ROLLED BACK record=" : "DELETED an older revision of record=")
            + head.record()
            + " revision="
            + head.revision()
            + " entry="
            + check.places().text(place));
  }

  private void entry(ReadView snapshot, LogBooks books, long place, LogEntryRow row) {
    Entry entry = RecordsCheck.parse(row).orElse(null);
    if (entry == null
        || check.isCommitted(place)
        || check.erasedPatients().isErased(books.origin(), entry)) {
      return;
    }
    boolean write = entry.event().isWrite();
    if (write && entry.record() != null) {
      lost.computeIfAbsent(books, each -> new HashMap<>()).put(entry.record(), place);
    } else if (write
        || entry.event() == EventCode.KEY_CREATE
        || listsKeys(snapshot, place, entry)) {
      check.found("DELETED key or index row entry=" + check.places().text(place));
    }
  }

  private boolean listsKeys(ReadView snapshot, long place, Entry entry) {
    return entry.event() == EventCode.KEY_ROTATE
        && check.lists().lists(entry)
        && !isErased(check.lists().of(snapshot, place, entry));
  }

  private boolean isErased(Set<Bytes> listed) {
    return !listed.isEmpty() && check.erasedPatients().without(listed).isEmpty();
  }
}

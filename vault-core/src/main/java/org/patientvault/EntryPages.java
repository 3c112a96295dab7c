package org.patientvault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.Entry;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.MerkleHash;
import org.patientvault.audit.fhir.EntrySelection;
import org.patientvault.audit.report.ReportEntry;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.store.LogDetailRow;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Store;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * A log read in pages, each in a snapshot of its own: entries never change, so a long read holds
 * nobody up. Holds one page, and the pseudonyms of the log's people.
 */
final class EntryPages {
  private static final int AT_ONCE = 512;
  private static final int MOST_DETAIL_BYTES = 64 << 20;

  private final Store store;
  private final LogBooks books;
  private final EntrySelection which;
  private final @Nullable Bytes patient;
  private final Map<Bytes, LogSubject> subjects;
  private final MerkleHash hash = new MerkleHash();

  private EntryPages(
      Store store,
      LogBooks books,
      EntrySelection which,
      @Nullable Bytes patient,
      Map<Bytes, LogSubject> subjects) {
    this.store = store;
    this.books = books;
    this.which = which;
    this.patient = patient;
    this.subjects = subjects;
  }

  /** Hands on what {@code which} takes; gives how many entries that was. */
  static long stream(
      Store store,
      LogBooks books,
      EntrySelection which,
      Optional<PatientRef> patient,
      Consumer<ReportEntry> sink) {
    int shard = books.shard().number();
    long size = store.read(rows -> rows.logHead(shard).orElseThrow().size());
    Map<Bytes, LogSubject> subjects =
        store.readAtLength(
            rows ->
                patient.isEmpty()
                    ? books.subjects(rows)
                    : books
                        .subject(rows, patient.get())
                        .map(one -> Map.of(one.pseudonym(), one))
                        .orElseGet(Map::of));
    if (patient.isPresent() && subjects.isEmpty()) {
      return 0;
    }
    Bytes only = patient.isPresent() ? subjects.keySet().iterator().next() : null;
    return new EntryPages(store, books, which, only, subjects).stream(size, sink);
  }

  private long stream(long size, Consumer<ReportEntry> sink) {
    long taken = 0;
    long end = Math.min(size, which.to());
    for (long from = which.from(); from < end; from += AT_ONCE) {
      long first = from;
      long next = Math.min(end, from + AT_ONCE);
      List<ReportEntry> page = store.read(rows -> page(rows, first, next));
      page.forEach(sink);
      taken += page.size();
    }
    return taken;
  }

  private List<ReportEntry> page(ReadView rows, long from, long to) {
    List<LogEntryRow> entries = new ArrayList<>(AT_ONCE);
    rows.streamEntries(books.shard().number(), from, to, entries::add);
    if (entries.size() != to - from) {
      throw changed("entries are missing between " + from + " and " + to);
    }
    Map<Long, LogDetailRow> details = new HashMap<>();
    rows.streamLogDetails(
        books.shard().number(), from, to, detail -> details.put(detail.index(), detail));
    List<ReportEntry> page = new ArrayList<>(entries.size());
    for (LogEntryRow row : entries) {
      Entry entry = entry(row);
      if (which.takes(row.index(), entry) && (patient == null || isAbout(entry, patient))) {
        page.add(new ReportEntry(row.index(), entry, detail(row.index(), entry, details)));
      }
    }
    return page;
  }

  private static boolean isAbout(Entry entry, Bytes pseudonym) {
    return entry.subject() != null && entry.subject().equals(pseudonym);
  }

  private Entry entry(LogEntryRow row) {
    byte[] leaf = row.leaf().toArray();
    if (!Bytes.wrap(hash.leaf(leaf)).equals(row.leafHash())) {
      throw changed("entry " + row.index() + " is not what was hashed");
    }
    return Entry.parse(leaf);
  }

  private Optional<JsonValue.Members> detail(
      long index, Entry entry, Map<Long, LogDetailRow> details) {
    return Optional.ofNullable(details.get(index))
        .flatMap(row -> books.detail(row, entry, subjects))
        .map(EntryPages::parsed);
  }

  private static JsonValue.Members parsed(byte[] detail) {
    if (CanonicalJson.parse(detail, MOST_DETAIL_BYTES) instanceof JsonValue.Members members) {
      return members;
    }
    throw new AssertionError("a detail that is no object, of " + detail.length + " bytes");
  }

  private static VaultException changed(String what) {
    return new VaultException.Tampered(
        what + "; export the log and run patientvault audit verify on it");
  }
}

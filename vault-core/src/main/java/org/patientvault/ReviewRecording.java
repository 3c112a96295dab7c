package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.patientvault.access.AccessRequest;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.IndexRange;
import org.patientvault.audit.JsonValue;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/** Says in the log what a review of entries found. */
final class ReviewRecording {
  private static final int MOST_ENTRIES = 10_000;

  /** As many as surely fit into an entry of 1,024 bytes. */
  private static final int RANGES_AT_ONCE = 12;

  private final Access access;
  private final Engine engine;
  private final ReviewFinding finding;
  private final String note;

  /** An emergency that was opened, as far as its detail still tells. */
  private record Opening(long index, Optional<PatientRef> patient, String window) {}

  /** What the entries to be reviewed are. */
  private static final class Looked {
    private final List<Opening> openings = new ArrayList<>();
    private final SortedSet<Long> others = new TreeSet<>();
    private final List<Long> own = new ArrayList<>();
  }

  ReviewRecording(Access access, ReviewFinding finding, String note) {
    this.access = access;
    this.engine = access.engine;
    this.finding = finding;
    this.note = note;
  }

  long record(List<IndexRange> entries) {
    SortedSet<Long> indexes = indexes(entries);
    EntryDraft asked = draft(engine.refreshRules(), EventCode.REVIEW);
    access.demand(asked, engine.rules(), AccessRequest.audit(access.actor.role(), access.purpose));
    Looked looked = engine.store.read(rows -> look(rows, indexes));
    if (!looked.own.isEmpty()) {
      throw access.deny(
          asked,
          "nobody reviews what he did himself: entry "
              + looked.own.get(0)
              + " is the reviewer's own; somebody else must review it");
    }
    return engine.underRules(
        rules -> engine.ledger.commit(new ReviewUnit(drafts(rules, looked), List.of())));
  }

  private static SortedSet<Long> indexes(List<IndexRange> entries) {
    SortedSet<Long> indexes = new TreeSet<>();
    for (IndexRange range : entries) {
      if (range.last() - range.first() >= MOST_ENTRIES) {
        throw tooMany();
      }
      for (long index = range.first(); index <= range.last(); index++) {
        indexes.add(index);
      }
      if (indexes.size() > MOST_ENTRIES) {
        throw tooMany();
      }
    }
    if (indexes.isEmpty()) {
      throw new IllegalArgumentException("a review is of one entry or more");
    }
    return indexes;
  }

  private static VaultException.LimitExceeded tooMany() {
    return new VaultException.LimitExceeded(
        "at most " + MOST_ENTRIES + " entries are reviewed at once");
  }

  private Looked look(ReadView rows, SortedSet<Long> indexes) {
    LogBooks books = engine.books();
    Map<Bytes, LogSubject> subjects = books.subjects(rows);
    Optional<Bytes> reviewer = books.pseudonym(rows, access.actor);
    Looked looked = new Looked();
    for (long index : indexes) {
      LogEntryRow row =
          rows.logEntry(books.shard().number(), index)
              .orElseThrow(
                  () -> new VaultException.NotFound("the log has no entry " + index + " yet"));
      Entry entry = Entry.parse(row.leaf().toArray());
      Optional<JsonValue.Members> detail =
          books.detail(rows, index, entry, subjects).map(LogReports::members);
      if (isOwn(entry, detail, reviewer)) {
        looked.own.add(index);
      }
      if (entry.event() == EventCode.BTG_OPEN) {
        looked.openings.add(opening(index, detail));
      } else {
        looked.others.add(index);
      }
    }
    return looked;
  }

  /** A user id counts in every directory: one person often stands in several. */
  private boolean isOwn(Entry entry, Optional<JsonValue.Members> detail, Optional<Bytes> reviewer) {
    boolean samePseudonym =
        Optional.ofNullable(entry.actor()).filter(reviewer.stream().toList()::contains).isPresent();
    return samePseudonym || text(detail, "user").equals(access.actor.userId());
  }

  private static Opening opening(long index, Optional<JsonValue.Members> detail) {
    String patient = text(detail, "patient");
    return new Opening(
        index,
        patient.isEmpty() ? Optional.empty() : Optional.of(PatientRef.parse(patient)),
        text(detail, "emergency"));
  }

  private static String text(Optional<JsonValue.Members> detail, String name) {
    return detail
        .map(each -> each.members().get(name))
        .filter(JsonValue.Text.class::isInstance)
        .map(each -> ((JsonValue.Text) each).text())
        .orElse("");
  }

  private List<EntryDraft> drafts(Rules rules, Looked looked) {
    List<EntryDraft> drafts = new ArrayList<>();
    looked.openings.forEach(opening -> drafts.add(ofEmergency(rules, opening)));
    List<IndexRange> ranges = ranges(looked.others);
    for (int from = 0; from < ranges.size(); from += RANGES_AT_ONCE) {
      List<IndexRange> some = ranges.subList(from, Math.min(ranges.size(), from + RANGES_AT_ONCE));
      drafts.add(draft(rules, EventCode.REVIEW).about(some));
    }
    return drafts;
  }

  private EntryDraft ofEmergency(Rules rules, Opening opening) {
    EntryDraft draft =
        draft(rules, EventCode.BTG_REVIEW)
            .about(List.of(new IndexRange(opening.index, opening.index)))
            .with("opening", opening.index)
            .with("emergency", opening.window);
    return opening
        .patient
        .map(patient -> draft.about(patient).with("patient", patient.toString()))
        .orElse(draft);
  }

  private EntryDraft draft(Rules rules, EventCode event) {
    return access.draft(event, rules).with("finding", finding.word()).with("note", note);
  }

  /** Neighbours joined. */
  private static List<IndexRange> ranges(SortedSet<Long> indexes) {
    List<IndexRange> ranges = new ArrayList<>();
    for (long index : indexes) {
      IndexRange last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (last != null && last.last() + 1 == index) {
        ranges.set(ranges.size() - 1, new IndexRange(last.first(), index));
      } else {
        ranges.add(new IndexRange(index, index));
      }
    }
    return ranges;
  }
}

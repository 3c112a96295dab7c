package org.patientvault.audit.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.IndexRange;
import org.patientvault.model.Bytes;

/** What was erased, by whose order, on which ground; and whether anything else is gone. */
final class ErasuresReport extends Maker {
  private static final int MOST_MISSING = 100_000;

  private final Listing rows;
  private final Counts events = new Counts();
  private final Set<Bytes> subjects = new HashSet<>();
  private final List<IndexRange> ranges = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();
  private long gone;
  private long approved;
  private long patients;

  private record Missing(long index, @Nullable Bytes subject) {}

  ErasuresReport(Scope scope) {
    super(scope);
    rows =
        listing(
            "rows",
            columns()
                .time("time")
                .text("event", "who", "approvers", "patient", "entries", "ground")
                .text("destroyed", "remains")
                .number("certificate")
                .entry("entry"));
  }

  /** Whether a detail is gone shows only where it is asked for. */
  @Override
  boolean isAbout(Entry entry) {
    return true;
  }

  @Override
  void takeOne(ReportEntry entry) {
    if (reads.isErased(entry)) {
      gone++;
      if (missing.size() < MOST_MISSING) {
        missing.add(new Missing(entry.index(), entry.entry().subject()));
      }
    }
    if (isErasure(entry.entry().event())) {
      takeErasure(entry);
    }
  }

  private static boolean isErasure(EventCode event) {
    return event == EventCode.ERASE || event == EventCode.EXPIRE || event == EventCode.PRUNE;
  }

  private void takeErasure(ReportEntry entry) {
    Entry leaf = entry.entry();
    ErasureWords text = ErasureWords.of(words, entry);
    events.add(reads.event(leaf));
    approved += leaf.approvers().size() >= 2 ? 1 : 0;
    patients += text.certificate().isEmpty() ? 0 : 1;
    if (text.takesDetails()) {
      ranges.addAll(leaf.ranges());
      Optional.ofNullable(leaf.subject()).ifPresent(subjects::add);
    }
    rows.row(
        EntryWords.time(leaf),
        reads.event(leaf),
        reads.who(entry),
        leaf.approvers().stream().map(EntryWords::pseudonym).collect(Collectors.joining(", ")),
        leaf.subject() == null ? "" : EntryWords.pseudonym(leaf.subject()),
        EntryWords.ranges(leaf),
        text.ground(),
        text.destroyed(),
        text.remains(),
        text.certificate(),
        EntryWords.index(entry));
  }

  private boolean isCovered(Missing each) {
    return (each.subject != null && subjects.contains(each.subject))
        || ranges.stream()
            .anyMatch(range -> range.first() <= each.index && each.index <= range.last());
  }

  @Override
  void say(Page page) {
    page.say(rows.offered() == 0 ? "none" : "count", rows.offered(), approved);
    if (patients > 0) {
      page.say("patients", patients);
    }
    if (scope.hasNames()) {
      long uncovered = missing.stream().filter(each -> !isCovered(each)).count();
      page.say(gone == 0 ? "nothingGone" : uncovered == 0 ? "only" : "uncovered", gone, uncovered);
    } else {
      page.say("noDetails");
    }
    Listing unexplained = listing("unexplained", columns().entry("entry"));
    if (scope.hasNames()) {
      missing.stream()
          .filter(each -> !isCovered(each))
          .forEach(each -> unexplained.row(String.valueOf(each.index)));
    }
    page.table(rows).table(unexplained).bars("events", events.top(5));
  }
}

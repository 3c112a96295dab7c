package org.patientvault.audit.report;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.IndexRange;

/** Whether the log is reviewed: how often, by whom, and what was found. */
final class ReviewsReport extends Maker {
  private final People people = new People();
  private final Counts findings = new Counts();
  private final Days days = new Days();
  private final Listing rows;
  private long entries;
  private long looked;
  private long samples;
  private @Nullable Instant first;
  private @Nullable Instant last;
  private Duration longest = Duration.ZERO;

  ReviewsReport(Scope scope) {
    super(scope);
    rows =
        listing(
            "rows",
            columns()
                .time("time")
                .text("event", "who", "what", "entries", "finding", "note")
                .entry("entry"));
  }

  @Override
  boolean isAbout(Entry entry) {
    return true;
  }

  @Override
  public boolean wantsDetail(Entry entry) {
    return isReview(entry) && scope.holds(entry);
  }

  private static boolean isReview(Entry entry) {
    return entry.event() == EventCode.REVIEW || entry.event() == EventCode.BTG_REVIEW;
  }

  @Override
  void takeOne(ReportEntry entry) {
    entries++;
    if (isReview(entry.entry())) {
      takeReview(entry);
    }
  }

  private void takeReview(ReportEntry entry) {
    Instant time = entry.entry().stamp().time();
    longest = last == null ? longest : longer(longest, Duration.between(last, time));
    first = first == null ? time : first;
    last = time;
    people.addActor(entry);
    days.add(time);
    boolean sample = Details.members(entry).containsKey("seed");
    samples += sample ? 1 : 0;
    looked += count(entry.entry());
    String finding =
        reads.isErased(entry) ? words.say("common.erased") : ReviewWords.finding(words, entry);
    if (!finding.isEmpty()) {
      findings.add(finding);
    }
    rows.row(
        EntryWords.time(time),
        reads.event(entry.entry()),
        reads.who(entry),
        sample ? drawn(entry) : "",
        EntryWords.ranges(entry.entry()),
        finding,
        reads.told(entry, "note"),
        EntryWords.index(entry));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static long count(Entry entry) {
    long count = 0;
    for (IndexRange range : entry.ranges()) {
      count += range.last() - range.first() + 1;
    }
    return count;
  }

  private String drawn(ReportEntry entry) {
    return own(
        "drawn",
        Details.number(entry, "drawn").orElse(0L),
        Details.number(entry, "candidates").orElse(0L),
        Details.text(entry, "seed"));
  }

  @Override
  void say(Page page) {
    if (first == null || last == null) {
      page.say("none", entries);
    } else {
      page.say("count", rows.offered(), people.different(), looked, entries);
      page.say("samples", samples);
      page.say("rhythm", EntryWords.time(first), EntryWords.time(last), longest.toDays());
    }
    page.counts("findings", "finding", findings.top(10))
        .counts("people", "who", people.points(20))
        .table(rows)
        .timeline("days", days)
        .bars("findings", findings.top(10));
  }
}

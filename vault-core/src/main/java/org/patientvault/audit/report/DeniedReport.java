package org.patientvault.audit.report;

import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;

/** What was refused, and what failed. */
final class DeniedReport extends Maker {
  private static final int TOP = 10;

  private final People people = new People();
  private final Counts attempts = new Counts();
  private final Days days = new Days();
  private final Listing rows;
  private long refused;
  private long serious;

  DeniedReport(Scope scope) {
    super(scope);
    rows =
        listing(
            "rows",
            columns()
                .time("time")
                .text("event", "who", "role", "purpose", "patient", "data", "result")
                .entry("entry"));
  }

  @Override
  boolean isAbout(Entry entry) {
    return entry.event() == EventCode.DENY
        || entry.event() == EventCode.FAIL
        || entry.outcome() != Outcome.SUCCESS;
  }

  @Override
  void takeOne(ReportEntry entry) {
    Entry leaf = entry.entry();
    refused += leaf.event() == EventCode.DENY ? 1 : 0;
    serious += leaf.outcome().compareTo(Outcome.SERIOUS_FAILURE) >= 0 ? 1 : 0;
    people.addActor(entry);
    days.add(leaf.stamp().time());
    String attempted = Details.text(entry, "attempted");
    attempts.add(attempted.isEmpty() ? reads.event(leaf) : words.name("event", attempted));
    rows.row(
        EntryWords.time(leaf),
        reads.event(leaf),
        reads.who(entry),
        reads.role(leaf),
        reads.purpose(leaf),
        reads.patient(entry),
        reads.data(entry),
        reads.result(leaf),
        EntryWords.index(entry));
  }

  @Override
  void say(Page page) {
    if (rows.offered() == 0) {
      page.say("none");
    } else {
      page.say("count", refused, rows.offered() - refused, people.different());
      if (serious > 0) {
        page.say("serious", serious);
      }
      page.say("reason");
    }
    page.counts("people", "who", people.points(TOP))
        .counts("attempts", "attempt", attempts.top(TOP))
        .table(rows)
        .timeline("days", days)
        .bars("people", people.points(TOP));
  }
}

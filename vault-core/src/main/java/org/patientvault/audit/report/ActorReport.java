package org.patientvault.audit.report;

import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;

/** What one person did. */
final class ActorReport extends Maker {
  private final Counts events = new Counts();
  private final Counts purposes = new Counts();
  private final People patients = new People();
  private final Days days = new Days();
  private final Listing rows;

  ActorReport(Scope scope) {
    super(scope);
    rows =
        listing(
            "rows",
            columns()
                .time("time")
                .text("event", "patient", "role", "purpose", "data", "result")
                .entry("entry"));
  }

  @Override
  boolean isAbout(Entry entry) {
    return entry.actor() != null;
  }

  @Override
  void takeOne(ReportEntry entry) {
    Entry leaf = entry.entry();
    events.add(leaf.event().name());
    patients.addPatient(entry);
    days.add(leaf.stamp().time());
    if (leaf.purpose() != null) {
      purposes.add(reads.purpose(leaf));
    }
    rows.row(
        EntryWords.time(leaf),
        reads.event(leaf),
        reads.patient(entry),
        reads.role(leaf),
        reads.purpose(leaf),
        reads.data(entry),
        reads.result(leaf),
        EntryWords.index(entry));
  }

  @Override
  void say(Page page) {
    if (rows.offered() == 0) {
      page.say("none");
    } else {
      page.say("count", rows.offered(), patients.different());
      page.say(
          "special",
          events.of(EventCode.DENY.name()),
          events.of(EventCode.BTG_OPEN.name()),
          events.of(EventCode.EXPORT.name()));
    }
    page.counts("patients", "patient", patients.points(20))
        .table(rows)
        .timeline("days", days)
        .bars("purposes", purposes.top(20));
  }
}

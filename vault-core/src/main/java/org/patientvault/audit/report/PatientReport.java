package org.patientvault.audit.report;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.model.Purpose;

/** A patient's own statement: who looked at which data, when and why. */
final class PatientReport extends Maker {
  private final Counts events = new Counts();
  private final Counts roles = new Counts();
  private final Days days = new Days();
  private final Listing rows;
  private long erased;
  private long emergencies;
  private String first = "";
  private String last = "";

  PatientReport(Scope scope) {
    super(scope);
    Columns columns = columns().time("time").text("event");
    if (scope.request().staff() != StaffShown.NONE) {
      columns.text("who");
    }
    rows = listing("rows", columns.text("purpose", "data", "result").entry("entry"));
  }

  @Override
  boolean isAbout(Entry entry) {
    return entry.subject() != null;
  }

  @Override
  void takeOne(ReportEntry entry) {
    Entry leaf = entry.entry();
    events.add(leaf.event().name());
    days.add(leaf.stamp().time());
    if (leaf.role() != null) {
      roles.add(reads.role(leaf));
    }
    erased += reads.isErased(entry) ? 1 : 0;
    emergencies += leaf.purpose() == Purpose.BTG ? 1 : 0;
    first = first.isEmpty() ? EntryWords.time(leaf) : first;
    last = EntryWords.time(leaf);
    rows.row(cells(entry));
  }

  private List<String> cells(ReportEntry entry) {
    Entry leaf = entry.entry();
    List<String> cells = new ArrayList<>(List.of(EntryWords.time(leaf), reads.event(leaf)));
    if (scope.request().staff() != StaffShown.NONE) {
      cells.add(staff(entry));
    }
    cells.addAll(
        List.of(
            reads.purpose(leaf), reads.data(entry), reads.result(leaf), EntryWords.index(entry)));
    return cells;
  }

  private String staff(ReportEntry entry) {
    String role = reads.role(entry.entry());
    if (entry.entry().actor() == null) {
      return words.say("common.itself");
    }
    return switch (scope.request().staff()) {
      case NONE -> "";
      case ROLE -> role;
      case UNIT -> joined(role, reads.told(entry, "issuer"));
      case NAME -> joined(reads.who(entry), role);
    };
  }

  private static String joined(String one, String other) {
    return other.isEmpty() ? one : one + " (" + other + ")";
  }

  @Override
  void say(Page page) {
    long offered = rows.offered();
    if (offered == 0) {
      page.say("none");
    } else {
      page.say("count", offered, first, last);
      page.say(
          "kinds",
          events.of(EventCode.READ.name()),
          events.of(EventCode.QUERY.name()),
          events.of(EventCode.CREATE.name()) + events.of(EventCode.UPDATE.name()),
          events.of(EventCode.EXPORT.name()),
          events.of(EventCode.DENY.name()));
    }
    if (emergencies > 0) {
      page.say("emergency", emergencies);
    }
    if (erased > 0) {
      page.sayCommon("erasedCount", erased);
    }
    page.say("staff." + scope.request().staff());
    page.table(rows).timeline("days", days).bars("roles", roles.top(20));
  }
}

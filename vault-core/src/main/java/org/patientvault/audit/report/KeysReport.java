package org.patientvault.audit.report;

import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;

/** Which keys sign, where the secrets that open them are, and when that was changed. */
final class KeysReport extends Maker {
  private final Listing changes;
  private final Counts events = new Counts();
  private String last = "";

  KeysReport(Scope scope) {
    super(scope);
    changes =
        listing(
            "changes",
            columns()
                .time("time")
                .text("event", "who", "level", "slotKind", "where")
                .entry("entry"));
  }

  @Override
  boolean isAbout(Entry entry) {
    return switch (entry.event()) {
      case KEY_NEXT,
          KEY_ROTATE,
          KEY_PROMOTE,
          KEY_DESTROY,
          KEY_SLOT_ADD,
          KEY_SLOT_REMOVE,
          KEY_SLOT_CHANGE,
          KEY_SLOT_STALE,
          COMPROMISE ->
          true;
      default -> entry.event() == EventCode.GENESIS;
    };
  }

  @Override
  void takeOne(ReportEntry entry) {
    Entry leaf = entry.entry();
    events.add(reads.event(leaf));
    last = EntryWords.time(leaf);
    changes.row(
        last,
        reads.event(leaf),
        reads.who(entry),
        Details.text(entry, "level"),
        Details.text(entry, "kind"),
        Details.text(entry, "uri"),
        EntryWords.index(entry));
  }

  @Override
  void say(Page page) {
    page.say("sign", scope.basis().keys().size());
    page.say("where");
    page.say("changed", changes.offered(), last.isEmpty() ? "-" : last);
    Listing keys = listing("keys", columns().text("key", "algorithm", "fingerprint"));
    scope
        .basis()
        .keys()
        .forEach(key -> keys.row(key.toString(), key.type().label(), key.fingerprint()));
    page.table(keys).table(changes).bars("events", events.top(20));
  }
}

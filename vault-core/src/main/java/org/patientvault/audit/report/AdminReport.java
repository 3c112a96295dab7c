package org.patientvault.audit.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;

/** Who changed rules, keys or configuration, and who approved it. */
final class AdminReport extends Maker {
  private static final List<String> FACTS =
      List.of(
          "kind",
          "version",
          "level",
          "key",
          "state",
          "action",
          "ground",
          "slot",
          "uri",
          "job",
          "keyset",
          "answer",
          "askedBy",
          "answeredBy",
          "approvedBy");

  private final Counts events = new Counts();
  private final People people = new People();
  private final Listing rows;
  private long approved;

  AdminReport(Scope scope) {
    super(scope);
    rows =
        listing(
            "rows",
            columns()
                .time("time")
                .text("event", "who", "role", "approvers", "what", "result")
                .entry("entry"));
  }

  @Override
  boolean isAbout(Entry entry) {
    return isAdministrative(entry.event());
  }

  /** Keys, rules, configuration, backups; not the keys that each new patient gets. */
  static boolean isAdministrative(EventCode event) {
    return switch (event) {
      case KEY_NEXT,
          KEY_REWRAP,
          KEY_ROTATE,
          KEY_PROMOTE,
          KEY_DESTROY,
          KEY_STATE,
          KEY_SLOT_ADD,
          KEY_SLOT_REMOVE,
          KEY_SLOT_CHANGE,
          KEY_SLOT_STALE,
          CONFIG,
          POLICY,
          GENESIS,
          CLOSE,
          REENCRYPT,
          RESTORE,
          BACKUP,
          MERGE,
          UNMERGE,
          HOLD,
          REQUEST,
          APPROVE,
          COMPROMISE,
          GRANT,
          REVOKE ->
          true;
      case READ,
          QUERY,
          CREATE,
          UPDATE,
          DELETE,
          EXPORT,
          DENY,
          LOGIN,
          BTG_OPEN,
          BTG_CLOSE,
          BTG_REVIEW,
          REVIEW,
          LOG_READ,
          ERASE,
          EXPIRE,
          PRUNE,
          KEY_CREATE,
          KEY_LEASE,
          START,
          STOP,
          SEAL,
          ANCHOR,
          STATE,
          FAIL ->
          false;
    };
  }

  @Override
  void takeOne(ReportEntry entry) {
    Entry leaf = entry.entry();
    events.add(reads.event(leaf));
    people.addActor(entry);
    approved += leaf.approvers().size() >= 2 ? 1 : 0;
    rows.row(
        EntryWords.time(leaf),
        reads.event(leaf),
        reads.who(entry),
        reads.role(leaf),
        leaf.approvers().stream().map(EntryWords::pseudonym).collect(Collectors.joining(", ")),
        reads.isErased(entry) ? words.say("common.erased") : facts(entry),
        reads.result(leaf),
        EntryWords.index(entry));
  }

  private static String facts(ReportEntry entry) {
    List<String> facts = new ArrayList<>();
    for (String name : FACTS) {
      String text = Details.text(entry, name);
      String value =
          text.isEmpty() ? Details.number(entry, name).map(String::valueOf).orElse("") : text;
      if (!value.isEmpty()) {
        facts.add(name + "=" + value);
      }
    }
    return String.join(" ", facts);
  }

  @Override
  void say(Page page) {
    page.say("count", rows.offered(), people.different());
    page.say("approved", approved);
    page.counts("events", "event", events.top(30)).table(rows).bars("events", events.top(30));
  }
}

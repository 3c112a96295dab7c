package org.patientvault.audit.report;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonValue;

/** Who read the log itself, and what of it. */
final class LogReadsReport extends Maker {
  /** What says who asked, not what was asked. */
  private static final Set<String> ABOUT_WHO = Set.of("user", "issuer", "emergency");

  private final People people = new People();
  private final Days days = new Days();
  private final Listing rows;

  LogReadsReport(Scope scope) {
    super(scope);
    rows =
        listing(
            "rows", columns().time("time").text("who", "role", "purpose", "asked").entry("entry"));
  }

  @Override
  boolean isAbout(Entry entry) {
    return entry.event() == EventCode.LOG_READ;
  }

  @Override
  void takeOne(ReportEntry entry) {
    people.addActor(entry);
    days.add(entry.entry().stamp().time());
    rows.row(
        EntryWords.time(entry.entry()),
        reads.who(entry),
        reads.role(entry.entry()),
        reads.purpose(entry.entry()),
        reads.isErased(entry) ? words.say("common.erased") : asked(entry),
        EntryWords.index(entry));
  }

  /** In the words of the command line, which are the same in every language. */
  private static String asked(ReportEntry entry) {
    return Details.members(entry).entrySet().stream()
        .filter(member -> !ABOUT_WHO.contains(member.getKey()))
        .map(LogReadsReport::pair)
        .collect(Collectors.joining(" "));
  }

  private static String pair(Map.Entry<String, JsonValue> member) {
    String value = "";
    if (member.getValue() instanceof JsonValue.Text text) {
      value = text.text();
    } else if (member.getValue() instanceof JsonValue.Whole whole) {
      value = String.valueOf(whole.number());
    } else if (member.getValue() instanceof JsonValue.Flag flag) {
      value = String.valueOf(flag.flag());
    }
    return member.getKey() + "=" + value;
  }

  @Override
  void say(Page page) {
    page.say("count", rows.offered(), people.different());
    if (scope.hasNames()) {
      page.say("thisRun");
    }
    page.counts("people", "who", people.points(20)).table(rows).timeline("days", days);
  }
}

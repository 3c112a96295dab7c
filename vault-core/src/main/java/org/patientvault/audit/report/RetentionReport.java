package org.patientvault.audit.report;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.RetentionClass;

/** What is kept how long by which rule, what is older than that, and what was let go. */
final class RetentionReport extends Maker {
  /** A rule and how many months of the log it asks for, or allows. */
  private record Rule(String name, int months) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule("csp", 6),
          new Rule("cnil", 12),
          new Rule("cnilMost", 36),
          new Rule("ehds", 36),
          new Rule("nen", 60),
          new Rule("hipaa", 72));

  private final Days days = new Days();
  private final Listing let;
  private long entries;
  private final Map<RetentionClass, Long> there = new EnumMap<>(RetentionClass.class);
  private long details;
  private long gone;
  private String oldest = "";

  RetentionReport(Scope scope) {
    super(scope);
    let =
        listing(
            "let", columns().time("time").text("event", "who", "entries", "ground").entry("entry"));
  }

  @Override
  boolean isAbout(Entry entry) {
    return true;
  }

  @Override
  void takeOne(ReportEntry entry) {
    Entry leaf = entry.entry();
    entries++;
    details += leaf.detail() == null ? 0 : 1;
    if (reads.isErased(entry)) {
      gone++;
    } else if (leaf.detail() != null) {
      there.merge(RetentionClass.of(leaf.event()), 1L, Long::sum);
    }
    days.add(leaf.stamp().time());
    oldest = oldest.isEmpty() ? EntryWords.time(leaf) : oldest;
    if (leaf.event() == EventCode.EXPIRE || leaf.event() == EventCode.PRUNE) {
      let.row(
          EntryWords.time(leaf),
          reads.event(leaf),
          reads.who(entry),
          EntryWords.ranges(leaf),
          reads.told(entry, "ground"),
          EntryWords.index(entry));
    }
  }

  @Override
  void say(Page page) {
    page.say("count", entries, oldest.isEmpty() ? "-" : oldest);
    page.say(let.offered() == 0 ? "nothingLet" : "let.count", let.offered());
    page.say(scope.hasNames() ? "details" : "noDetails", details, gone);
    page.say("law");
    Listing rules =
        listing(
            "rules", columns().text("rule", "keep").number("months").time("since").number("older"));
    LocalDate today = entries == 0 ? LocalDate.EPOCH : newest.atZone(ZoneOffset.UTC).toLocalDate();
    for (Rule rule : RULES) {
      LocalDate since = today.minusMonths(rule.months);
      rules.row(
          own("rule." + rule.name),
          own("keep." + rule.name),
          String.valueOf(rule.months),
          since + "T00:00:00.000Z",
          String.valueOf(days.before(since)));
    }
    Listing classes = listing("classes", columns().text("class", "meaning").number("entries"));
    for (RetentionClass each : RetentionClass.values()) {
      classes.row(
          String.valueOf(each.code()),
          own("class." + each.text()),
          String.valueOf(there.getOrDefault(each, 0L)));
    }
    page.table(rules).table(classes).table(let).timeline("days", days);
  }
}

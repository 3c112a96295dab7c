package org.patientvault.audit.report;

import org.patientvault.audit.Entry;
import org.patientvault.audit.LogParties;

/** What two auditors compare, by voice or on paper, to know that they were shown one log. */
final class SamenessReport extends Maker {
  private static final int SPOKEN_DIGITS = 20;
  private static final int SPOKEN_GROUP = 4;

  private final LogParties parties;

  SamenessReport(Scope scope) {
    super(scope);
    parties = CompleteReport.verified(scope).parties();
  }

  @Override
  boolean isAbout(Entry entry) {
    return false;
  }

  @Override
  void takeOne(ReportEntry entry) {
    throw new AssertionError("no entry is asked for");
  }

  @Override
  void say(Page page) {
    LogParties.Head newest = parties.heads().get(0);
    page.say("compare", newest.size(), spoken(newest));
    page.say("same");
    page.say("older");
    Listing rows = listing("heads", columns().number("size").text("root", "spoken").time("signed"));
    parties
        .heads()
        .forEach(
            head ->
                rows.row(
                    String.valueOf(head.size()),
                    head.root().hex(),
                    spoken(head),
                    head.signedAt().map(EntryWords::time).orElse("")));
    Listing log = listing("log", columns().text("origin"));
    log.row(parties.origin());
    page.table(log).table(rows);
  }

  /** The first digits in groups, as they are read aloud. */
  private static String spoken(LogParties.Head head) {
    return head.root()
        .hex()
        .substring(0, SPOKEN_DIGITS)
        .replaceAll("(.{" + SPOKEN_GROUP + "})(?!$)", "$1 ");
  }
}

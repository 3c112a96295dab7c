package org.patientvault.audit.report;

import java.util.List;
import org.patientvault.audit.Entry;
import org.patientvault.audit.LogParties;

/** How all this is checked without this software, without a network, in ten years. */
final class MethodReport extends Maker {
  private static final List<String> STANDARDS =
      List.of(
          "RFC 6962",
          "C2SP signed-note",
          "C2SP tlog-checkpoint",
          "C2SP tlog-tiles",
          "C2SP tlog-cosignature",
          "C2SP tlog-policy",
          "C2SP tlog-witness",
          "C2SP tlog-proof",
          "RFC 3161",
          "RFC 8032",
          "FIPS 204",
          "FIPS 180-4");

  private static final int STEPS = 6;

  private final LogParties parties;
  private long entries;

  MethodReport(Scope scope) {
    super(scope);
    parties = CompleteReport.verified(scope).parties();
  }

  @Override
  boolean isAbout(Entry entry) {
    return true;
  }

  @Override
  public boolean wantsDetail(Entry entry) {
    return false;
  }

  @Override
  void takeOne(ReportEntry entry) {
    entries++;
  }

  @Override
  void say(Page page) {
    page.say("yes");
    page.say("quantum");
    page.say("one");
    LogParties.Head head = parties.heads().get(0);
    Listing facts = listing("facts", columns().text("origin").number("size").text("root"));
    facts.row(parties.origin(), String.valueOf(Math.max(head.size(), entries)), head.root().hex());
    Listing standards = listing("standards", columns().text("standard", "meaning"));
    STANDARDS.forEach(each -> standards.row(each, own("standard." + each.replace(' ', '-'))));
    Listing steps = listing("steps", columns().number("step").text("what"));
    for (int step = 1; step <= STEPS; step++) {
      steps.row(String.valueOf(step), own("step." + step));
    }
    page.table(facts).table(standards).table(steps);
  }
}

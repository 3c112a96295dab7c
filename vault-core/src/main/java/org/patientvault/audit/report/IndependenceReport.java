package org.patientvault.audit.report;

import java.time.Instant;
import java.util.Optional;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.Entry;
import org.patientvault.audit.LogParties;

/** Whether who runs the vault could have changed the log: who outside has seen how much of it. */
final class IndependenceReport extends Maker {
  private final ReportBasis.VerifiedLog log;
  private long entries;

  IndependenceReport(Scope scope) {
    super(scope);
    log = CompleteReport.verified(scope);
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
    LogParties parties = log.parties();
    long seenOutside =
        parties.parties().stream()
            .filter(party -> !party.own())
            .flatMap(party -> party.seen().stream())
            .mapToLong(LogParties.Head::size)
            .max()
            .orElse(0);
    long seenBefore = log.state().map(AuditorState::size).orElse(0L);
    long covered = Math.max(seenOutside, seenBefore);
    page.say(covered == 0 ? "nobody" : "covered", Math.min(covered, entries), entries);
    if (covered > 0 && covered < entries) {
      page.say("rest", entries - covered);
    }
    long anchors = CompleteReport.anchors(scope);
    if (anchors > 0) {
      page.say("anchored", anchors);
    }
    page.say("administrator");
    Listing rows =
        listing(
            "parties",
            columns()
                .text("party", "side", "algorithm", "fingerprint")
                .number("size")
                .time("seen"));
    parties
        .parties()
        .forEach(
            party ->
                rows.row(
                    party.key().name(),
                    own(party.own() ? "side.own" : "side.outside"),
                    party.key().type().label(),
                    party.key().fingerprint(),
                    party.seen().map(head -> String.valueOf(head.size())).orElse("0"),
                    time(party.seen().flatMap(LogParties.Head::signedAt))));
    log.state()
        .ifPresent(
            state ->
                rows.row(
                    own("auditor"),
                    own("side.outside"),
                    "",
                    "",
                    String.valueOf(state.size()),
                    EntryWords.time(state.checkedAt())));
    page.table(rows);
  }

  private static String time(Optional<Instant> at) {
    return at.map(EntryWords::time).orElse("");
  }
}

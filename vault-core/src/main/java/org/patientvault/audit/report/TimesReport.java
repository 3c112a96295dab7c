package org.patientvault.audit.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.patientvault.audit.Entry;
import org.patientvault.audit.LogParties;

/** Whether the times can be right: by node, against each other, and against signatures. */
final class TimesReport extends Maker {
  private final LogParties parties;
  private final Map<String, Clock> nodes = new TreeMap<>();
  private final Map<Long, Instant> latestBelow = new TreeMap<>();
  private Instant latest = Instant.MIN;
  private long lateEntries;

  /** What one node's times were. */
  private static final class Clock {
    private final Instant first;
    private Instant last;
    private long entries;
    private Duration back = Duration.ZERO;
    private String backAt = "";

    Clock(Instant first) {
      this.first = first;
      this.last = first;
    }
  }

  TimesReport(Scope scope) {
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
    Instant time = entry.entry().stamp().time();
    Clock node = nodes.computeIfAbsent(entry.entry().stamp().node(), name -> new Clock(time));
    node.entries++;
    Duration back = latest.equals(Instant.MIN) ? Duration.ZERO : Duration.between(time, latest);
    if (back.compareTo(node.back) > 0) {
      node.back = back;
      node.backAt = EntryWords.index(entry);
    }
    node.last = time.isAfter(node.last) ? time : node.last;
    latest = time.isAfter(latest) ? time : latest;
    latestBelow.put(entry.index() + 1, latest);
    forgetPassed(entry.index() + 1);
    lateEntries += entry.entry().late() ? 1 : 0;
  }

  /** Only what stands before a signed head is compared with it. */
  private void forgetPassed(long size) {
    if (parties.heads().stream().noneMatch(head -> head.size() == size - 1)) {
      latestBelow.remove(size - 1);
    }
  }

  @Override
  void say(Page page) {
    Duration worst =
        nodes.values().stream().map(node -> node.back).reduce(Duration.ZERO, TimesReport::longer);
    page.say(worst.isZero() ? "rising" : "back", worst.toMillis());
    Listing heads = heads();
    page.say("signed", heads.offered(), ahead().toMillis());
    long anchors = CompleteReport.anchors(scope);
    page.say(anchors == 0 ? "noAnchor" : "anchored", anchors);
    if (lateEntries > 0) {
      page.say("late", lateEntries);
    }
    Listing rows =
        listing(
            "nodes",
            columns()
                .text("node")
                .number("entries")
                .time("first", "last")
                .number("backMillis")
                .entry("at"));
    nodes.forEach(
        (name, node) ->
            rows.row(
                name,
                String.valueOf(node.entries),
                EntryWords.time(node.first),
                EntryWords.time(node.last),
                String.valueOf(node.back.toMillis()),
                node.backAt));
    page.table(rows).table(heads);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** How far an entry's time lies behind the second in which a head over it was signed. */
  private Optional<Duration> ahead(LogParties.Head head) {
    Instant newestBelow = latestBelow.get(head.size());
    return newestBelow == null
        ? Optional.empty()
        : head.signedAt().map(at -> Duration.between(at.plusSeconds(1), newestBelow));
  }

  private Duration ahead() {
    return parties.heads().stream()
        .flatMap(head -> ahead(head).stream())
        .reduce(Duration.ZERO, TimesReport::longer);
  }

  private Listing heads() {
    Listing rows = listing("heads", columns().number("size").time("signed", "newestEntry"));
    for (LogParties.Head head : parties.heads()) {
      Instant newestBelow = latestBelow.get(head.size());
      if (newestBelow != null && head.signedAt().isPresent()) {
        rows.row(
            String.valueOf(head.size()),
            EntryWords.time(head.signedAt().get()),
            EntryWords.time(newestBelow));
      }
    }
    return rows;
  }
}

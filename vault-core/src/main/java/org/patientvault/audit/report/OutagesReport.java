package org.patientvault.audit.report;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;

/**
 * When the vault, and with it the log, was up; what was out of reach; where nothing was written.
 */
final class OutagesReport extends Maker {
  private static final Duration SILENCE = Duration.ofHours(1);

  /** As many as a verification follows. */
  private static final int MOST_RUNS = 65_536;

  private final Map<String, Run> runs = new LinkedHashMap<>();

  /** Runs that began and did not end, with their nodes. */
  private final Map<String, String> up = new HashMap<>();

  private final Listing leases;
  private final Listing silences;
  private long late;
  private long failed;
  private long emergencies;
  private @Nullable Instant before;

  /** One process from its first entry to its last. */
  private static final class Run {
    private final String node;
    private final Instant first;
    private Instant last;
    private String ended = "open";
    private long entries;

    Run(String node, Instant first) {
      this.node = node;
      this.first = first;
      this.last = first;
    }
  }

  OutagesReport(Scope scope) {
    super(scope);
    leases =
        listing(
            "leases",
            columns()
                .time("time")
                .text("node", "leaseState", "slot", "why")
                .time("since", "until")
                .entry("entry"));
    silences = listing("silences", columns().time("from", "to").number("minutes").entry("entry"));
  }

  @Override
  boolean isAbout(Entry entry) {
    return true;
  }

  @Override
  public boolean wantsDetail(Entry entry) {
    return entry.event() == EventCode.KEY_LEASE && scope.holds(entry);
  }

  @Override
  void takeOne(ReportEntry entry) {
    Entry leaf = entry.entry();
    Instant time = leaf.stamp().time();
    takeSilence(entry, time);
    takeRun(leaf, time);
    late += leaf.late() ? 1 : 0;
    failed += leaf.event() == EventCode.FAIL ? 1 : 0;
    emergencies += leaf.event() == EventCode.BTG_OPEN ? 1 : 0;
    if (leaf.event() == EventCode.KEY_LEASE) {
      takeLease(entry);
    }
  }

  /** Only while a process had the vault open: what is closed writes nothing. */
  private void takeSilence(ReportEntry entry, Instant time) {
    if (before != null && !up.isEmpty() && Duration.between(before, time).compareTo(SILENCE) > 0) {
      silences.row(
          EntryWords.time(before),
          EntryWords.time(time),
          String.valueOf(Duration.between(before, time).toMinutes()),
          EntryWords.index(entry));
    }
    before = before == null || time.isAfter(before) ? time : before;
  }

  private void takeRun(Entry leaf, Instant time) {
    String key = leaf.stamp().node() + " " + String.format("%08x", leaf.stamp().boot());
    if (runs.size() == MOST_RUNS && !runs.containsKey(key)) {
      return;
    }
    Run run = runs.computeIfAbsent(key, name -> new Run(leaf.stamp().node(), time));
    run.entries++;
    run.last = time.isAfter(run.last) ? time : run.last;
    if (leaf.event() == EventCode.GENESIS) {
      run.ended = "founding";
    } else if (leaf.event() == EventCode.STOP) {
      run.ended = "stopped";
      up.remove(key);
    } else if (leaf.event() == EventCode.START) {
      // A node that starts anew does not run on: it was killed before.
      up.values().removeIf(leaf.stamp().node()::equals);
      up.put(key, leaf.stamp().node());
    }
  }

  private void takeLease(ReportEntry entry) {
    String state = Details.text(entry, "state");
    leases.row(
        EntryWords.time(entry.entry()),
        entry.entry().stamp().node(),
        state.isEmpty() ? reads.result(entry.entry()) : words.name("lease", state),
        Details.text(entry, "slot"),
        Details.text(entry, "why"),
        Details.text(entry, "since"),
        Details.text(entry, "until"),
        EntryWords.index(entry));
  }

  @Override
  void say(Page page) {
    long unstopped = runs.values().stream().filter(run -> run.ended.equals("open")).count();
    page.say("down");
    page.say("runs", runs.size(), unstopped);
    page.say("counts", leases.offered(), late, failed);
    page.say("silence", silences.offered(), SILENCE.toMinutes());
    page.say("emergency", emergencies);
    Listing rows =
        listing(
            "rows", columns().text("node").time("first", "last").number("entries").text("ended"));
    runs.values()
        .forEach(
            run ->
                rows.row(
                    run.node,
                    EntryWords.time(run.first),
                    EntryWords.time(run.last),
                    String.valueOf(run.entries),
                    own(run.ended)));
    page.table(rows).table(leases).table(silences);
  }
}

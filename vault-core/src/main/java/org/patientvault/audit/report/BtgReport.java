package org.patientvault.audit.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.model.Purpose;

/** Who used emergency access, with which reason, for how long, and who reviewed it. */
final class BtgReport extends Maker {
  private static final Duration REVIEW_WITHIN = Duration.ofDays(3);

  private final EmergencyWindows windows = new EmergencyWindows();
  private final People openedBy = new People();
  private final Counts roles = new Counts();
  private final Counts readsByRole = new Counts();
  private final Counts emergencyReadsByRole = new Counts();
  private final Days days = new Days();

  BtgReport(Scope scope) {
    super(scope);
  }

  /** Closings and reviews come later than what they belong to. */
  @Override
  public boolean wantsDetail(Entry entry) {
    return entry.event() == EventCode.BTG_REVIEW
        || (isOfEmergencies(entry) && scope.concerns(entry));
  }

  private static boolean isOfEmergencies(Entry entry) {
    return entry.event() == EventCode.BTG_OPEN
        || entry.event() == EventCode.BTG_CLOSE
        || (entry.event() == EventCode.READ && entry.purpose() == Purpose.BTG);
  }

  @Override
  boolean isAbout(Entry entry) {
    return entry.event() == EventCode.BTG_OPEN || entry.event() == EventCode.READ;
  }

  @Override
  public void take(ReportEntry entry) {
    super.take(entry);
    switch (entry.entry().event()) {
      case BTG_CLOSE -> windows.close(entry);
      case READ -> windows.read(entry);
      case BTG_REVIEW -> windows.review(entry);
      default -> {}
    }
  }

  @Override
  void takeOne(ReportEntry entry) {
    Entry leaf = entry.entry();
    if (leaf.event() == EventCode.BTG_OPEN) {
      windows.open(entry);
      openedBy.addActor(entry);
      roles.add(reads.role(leaf));
      days.add(leaf.stamp().time());
    } else {
      readsByRole.add(reads.role(leaf));
      if (leaf.purpose() == Purpose.BTG) {
        emergencyReadsByRole.add(reads.role(leaf));
      }
    }
  }

  @Override
  void say(Page page) {
    Listing rows =
        listing(
            "rows",
            columns()
                .time("time")
                .text("who", "role", "patient", "reason")
                .number("minutes", "reads", "records")
                .text("reviewer", "finding")
                .number("delayHours")
                .text("state")
                .entry("entry"));
    Map<State, Long> states = new TreeMap<>();
    windows.all().forEach(window -> rows.row(cells(window, states)));
    long opened = windows.opened();
    page.say(opened == 0 ? "none" : "count", opened, openedBy.different());
    page.say(
        "reviewed",
        states.getOrDefault(State.REVIEWED, 0L),
        states.getOrDefault(State.WAITING, 0L),
        states.getOrDefault(State.OVERDUE, 0L));
    page.say(
        "share",
        emergencyReadsByRole.total(),
        readsByRole.total(),
        permille(emergencyReadsByRole.total(), readsByRole.total()));
    if (windows.forgot() > 0) {
      page.sayCommon("cut", EmergencyWindows.MOST, opened);
    }
    page.table(rows)
        .counts("people", "who", openedBy.points(20))
        .table(byRole())
        .timeline("days", days)
        .bars("people", openedBy.points(20));
  }

  private enum State {
    REVIEWED,
    WAITING,
    OVERDUE
  }

  private String[] cells(EmergencyWindows.Window window, Map<State, Long> states) {
    ReportEntry opening = window.opening();
    Instant opened = opening.entry().stamp().time();
    State state = state(window, opened);
    states.merge(state, 1L, Long::sum);
    return new String[] {
      EntryWords.time(opened),
      reads.who(opening),
      reads.role(opening.entry()),
      reads.patient(opening),
      reads.told(opening, "reason"),
      String.valueOf(window.minutes(newest)),
      String.valueOf(window.reads()),
      String.valueOf(window.records()),
      window.review().map(reads::who).orElse(""),
      window.review().map(review -> ReviewWords.finding(words, review)).orElse(""),
      window.review().map(review -> hours(opened, review)).orElse(""),
      own("state." + state),
      EntryWords.index(opening)
    };
  }

  private State state(EmergencyWindows.Window window, Instant opened) {
    if (window.review().isPresent()) {
      return State.REVIEWED;
    }
    return newest.isAfter(opened.plus(REVIEW_WITHIN)) ? State.OVERDUE : State.WAITING;
  }

  private static String hours(Instant opened, ReportEntry review) {
    return String.valueOf(Duration.between(opened, review.entry().stamp().time()).toHours());
  }

  /** Tenths of a percent, as a decimal. */
  private static String permille(long part, long whole) {
    long tenths = whole == 0 ? 0 : Math.round(1000.0 * part / whole);
    return tenths / 10 + "." + tenths % 10;
  }

  private Listing byRole() {
    Listing rows =
        listing(
            "roles",
            columns().text("role").number("openings", "reads", "emergencyReads").text("share"));
    readsByRole
        .top(50)
        .forEach(
            each -> {
              long emergency = emergencyReadsByRole.of(each.label());
              rows.row(
                  each.label(),
                  String.valueOf(roles.of(each.label())),
                  String.valueOf(each.count()),
                  String.valueOf(emergency),
                  permille(emergency, each.count()) + " %");
            });
    return rows;
  }
}

package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers the counters of a bundle's entries into runs, one for each node and boot as long as no
 * number is left out.
 *
 * <p>Compares node and boot as the bytes they are in the bundle: making strings of a million
 * entries would cost more than hashing them.
 */
final class RunCollector {
  private final byte[] text;
  private final List<Run> runs = new ArrayList<>();

  /** The first run of each boot. */
  private final List<Run> boots = new ArrayList<>();

  /** How many boots of the tile were gathered before. */
  private final int boundary;

  RunCollector(byte[] text, int boundary) {
    this.text = text;
    this.boundary = boundary;
  }

  /**
   * Node and boot stand in the text from {@code from} to {@code to}, with all between them. Gives
   * the boot's place among those seen here.
   *
   * @param late whether the entry says of itself that it came late
   */
  int add(int from, int to, long counter, EntryTime time, boolean late) {
    Run run = run(from, to, counter, time.index());
    run.date(time, late);
    return run.boot;
  }

  private Run run(int from, int to, long counter, long index) {
    for (int i = runs.size() - 1; i >= 0; i--) {
      Run run = runs.get(i);
      if (Arrays.equals(text, run.from, run.to, text, from, to)) {
        if (run.last + 1 == counter) {
          run.last = counter;
          return run;
        }
        return begin(from, to, counter, index, run.boot);
      }
    }
    Run first = begin(from, to, counter, index, boundary + boots.size());
    boots.add(first);
    return first;
  }

  private Run begin(int from, int to, long counter, long index, int boot) {
    Run run = new Run(from, to, counter, index, boot);
    runs.add(run);
    return run;
  }

  void addTo(TileResult result) {
    boots.forEach(each -> result.boots.add(who(each.from, each.to)));
    for (Run run : runs) {
      result.runs.add(
          new TileResult.CounterRun(
              result.boots.get(run.boot),
              run.first,
              run.last,
              run.index,
              run.earliest,
              run.earliestLate,
              run.latest));
    }
  }

  /** Node and boot as a word. */
  String who(int from, int to) {
    return new String(text, from, to - from, StandardCharsets.US_ASCII);
  }

  private static final class Run {
    private final int from;
    private final int to;
    private final long first;
    private final long index;
    private final int boot;
    private long last;
    private EntryTime earliest = EntryTime.NONE_EARLY;
    private EntryTime earliestLate = EntryTime.NONE_EARLY;
    private EntryTime latest = EntryTime.NONE_LATE;

    private Run(int from, int to, long first, long index, int boot) {
      this.from = from;
      this.to = to;
      this.first = first;
      this.last = first;
      this.boot = boot;
      this.index = index;
    }

    private void date(EntryTime time, boolean late) {
      if (late) {
        earliestLate = time.millis() < earliestLate.millis() ? time : earliestLate;
      } else {
        earliest = time.millis() < earliest.millis() ? time : earliest;
      }
      latest = time.millis() > latest.millis() ? time : latest;
    }
  }
}

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

  RunCollector(byte[] text) {
    this.text = text;
  }

  /** Node and boot stand in the text from {@code from} to {@code to}, with all between them. */
  void add(int from, int to, long counter, long index) {
    for (int i = runs.size() - 1; i >= 0; i--) {
      Run run = runs.get(i);
      if (Arrays.equals(text, run.from, run.to, text, from, to)) {
        if (run.last + 1 == counter) {
          run.last = counter;
          return;
        }
        break;
      }
    }
    runs.add(new Run(from, to, counter, index));
  }

  void addTo(List<TileResult.CounterRun> target) {
    for (Run run : runs) {
      String who = new String(text, run.from, run.to - run.from, StandardCharsets.US_ASCII);
      target.add(new TileResult.CounterRun(who, run.first, run.last, run.index));
    }
  }

  private static final class Run {
    private final int from;
    private final int to;
    private final long first;
    private final long index;
    private long last;

    private Run(int from, int to, long first, long index) {
      this.from = from;
      this.to = to;
      this.first = first;
      this.last = first;
      this.index = index;
    }
  }
}

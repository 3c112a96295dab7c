package org.patientvault.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Where a tile or an entry bundle lies, in the C2SP tlog-tiles way: {@code tile/0/x001/234.p/5}.
 *
 * <p>Index parts have three digits, all but the last marked with an x. A width below 256 marks a
 * partial tile.
 */
final class TilePath {
  static final int FULL = 256;

  private TilePath() {}

  static String tile(int level, long index, int width) {
    return "tile/" + level + "/" + indexed(index, width);
  }

  static String entries(long index, int width) {
    return "tile/entries/" + indexed(index, width);
  }

  static String details(long index, int width) {
    return "details/" + indexed(index, width);
  }

  static String checkpoint(long size) {
    return "checkpoints/" + size;
  }

  /** The {@code number}th time stamp, from 1, over the checkpoint of this size. */
  static String anchor(long size, int number) {
    return "anchor/" + size + "-" + number + ".tsr";
  }

  static String payload(String sha256Hex) {
    return "payload/" + sha256Hex;
  }

  private static String indexed(long index, int width) {
    Deque<String> parts = new ArrayDeque<>();
    parts.addFirst(threeDigits(index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      parts.addFirst("x" + threeDigits(rest % 1000));
    }
    return String.join("/", parts) + (width == FULL ? "" : ".p/" + width);
  }

  private static String threeDigits(long value) {
    return String.format(Locale.ROOT, "%03d", value);
  }
}

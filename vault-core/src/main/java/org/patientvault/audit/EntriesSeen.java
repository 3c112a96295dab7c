package org.patientvault.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the rules about entries had seen when a log was verified up to some size: with it, and the
 * tree's frontier, the next verification can begin there.
 *
 * @param first time of the first entry
 * @param last time of the last one
 * @param erased how many entries told of an erasure or expiry
 * @param counters for each node and boot, {@code node boot}, its last counter
 */
public record EntriesSeen(Instant first, Instant last, long erased, Map<String, Long> counters) {
  private static final Pattern BOOT = Pattern.compile("([a-z0-9][a-z0-9.-]{0,62}) ([0-9a-f]{8})");
  private static final String BETWEEN = "\",\"b\":\"";

  public EntriesSeen {
    counters = Collections.unmodifiableMap(new TreeMap<>(counters));
    if (erased < 0 || counters.size() > NodeCounters.MOST_BOOTS) {
      throw new IllegalArgumentException("more boots than are counted, or a negative number");
    }
    if (!isTime(first) || !isTime(last)) {
      throw new IllegalArgumentException("a time that no entry has");
    }
    for (Map.Entry<String, Long> each : counters.entrySet()) {
      if (!BOOT.matcher(each.getKey()).matches() || each.getValue() < 1) {
        throw new IllegalArgumentException("not the counter of a node and boot");
      }
    }
  }

  private static boolean isTime(Instant time) {
    return time.getEpochSecond() >= 0 && time.truncatedTo(ChronoUnit.MILLIS).equals(time);
  }

  /** From node and boot as entries spell them, {@code "node","b":"boot"}. */
  static EntriesSeen of(Instant first, Instant last, long erased, Map<String, Long> asSpelled) {
    Map<String, Long> counters = new TreeMap<>();
    asSpelled.forEach(
        (who, counter) ->
            counters.put(who.substring(1, who.length() - 1).replace(BETWEEN, " "), counter));
    return new EntriesSeen(first, last, erased, counters);
  }

  /** The counters by node and boot as entries spell them. */
  Map<String, Long> asSpelled() {
    Map<String, Long> spelled = new TreeMap<>();
    counters.forEach((who, counter) -> spelled.put('"' + who.replace(" ", BETWEEN) + '"', counter));
    return spelled;
  }

  /** One line for each node and boot, as the state's file holds it. */
  void writeTo(StringBuilder text) {
    text.append("first ").append(first).append('\n');
    text.append("last ").append(last).append('\n');
    text.append("erased ").append(erased).append('\n');
    counters.forEach(
        (who, counter) ->
            text.append("counter ").append(who).append(' ').append(counter).append('\n'));
  }

  /** Reads a counter's line without its first word, into {@code target}. */
  static void read(String line, Map<String, Long> target) {
    int space = line.lastIndexOf(' ');
    Matcher boot = BOOT.matcher(space < 0 ? "" : line.substring(0, space));
    if (!boot.matches()
        || target.put(boot.group(), Decimal.parse(line.substring(space + 1))) != null) {
      throw new IllegalArgumentException("not a counter's line, or there twice");
    }
  }
}

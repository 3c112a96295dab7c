package org.patientvault.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a compromised key would have made reachable, as the rehearsal on a copy found it: from when
 * to when, and how much of which class. Names levels, classes and logs; no person and no value.
 * Immutable. Part of the drill report, version 1.
 *
 * @param windows of the key, and of the levels below it, in the order of their renewal
 * @param patients whose records were reachable
 * @param identifiers by which patients are found
 * @param byClass records that have, in any revision, a value of a class; one may have several
 * @param details of the log's entries, by class of retention
 */
public record DrillReach(
    List<Window> windows,
    long patients,
    long records,
    long revisions,
    long identifiers,
    SortedMap<String, Long> byClass,
    SortedMap<String, Long> details) {
  private static final int MOST_WINDOWS = 16;
  private static final int MOST_CLASSES = 100;
  private static final String CLASS = "[a-z][a-z0-9-]{0,62}|[?]";
  private static final String LOG = "[\\x21-\\x7e]{1,255}";

  public DrillReach {
    windows = List.copyOf(windows);
    byClass = classes(byClass);
    details = classes(details);
    if (windows.isEmpty() || windows.size() > MOST_WINDOWS) {
      throw new IllegalArgumentException("1 to " + MOST_WINDOWS + " levels are reachable");
    }
  }

  private static SortedMap<String, Long> classes(Map<String, Long> counts) {
    if (counts.size() > MOST_CLASSES
        || !counts.keySet().stream().allMatch(name -> name.matches(CLASS))) {
      throw new IllegalArgumentException("counts are of at most " + MOST_CLASSES + " classes");
    }
    return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** An entry of a log, and its time. */
  public record Moment(String log, long index, Instant time) {
    public Moment {
      if (!log.matches(LOG) || index < 0) {
        throw new IllegalArgumentException("not an entry of a log");
      }
    }

    private JsonValue json() {
      return JsonValue.members()
          .put("log", log)
          .put("index", index)
          .put("time", time.toString())
          .build();
    }

    private static Moment read(JsonFields fields) {
      return new Moment(fields.text("log"), fields.number("index"), fields.time("time"));
    }

    @Override
    public String toString() {
      return time + " (entry " + index + " of " + log + ")";
    }
  }

  /**
   * When what is under one level was reachable.
   *
   * @param from the entry that made the key
   * @param to the copy's entry that proves that nothing is under it any more
   */
  public record Window(String level, Moment from, Moment to) {
    public Window {
      if (!DrillFacts.isLevel(level)) {
        throw new IllegalArgumentException("not a level of keys");
      }
    }

    private JsonValue json() {
      return JsonValue.members()
          .put("level", level)
          .put("from", from.json())
          .put("to", to.json())
          .build();
    }

    private static Window read(JsonFields fields) {
      return new Window(
          fields.text("level"),
          Moment.read(fields.object("from")),
          Moment.read(fields.object("to")));
    }
  }

  JsonValue json() {
    return JsonValue.members()
        .put("windows", JsonValue.of(windows.stream().map(Window::json).toList()))
        .put("patients", patients)
        .put("records", records)
        .put("revisions", revisions)
        .put("identifiers", identifiers)
        .put("byClass", numbers(byClass))
        .put("details", numbers(details))
        .build();
  }

  private static JsonValue numbers(SortedMap<String, Long> counts) {
    JsonMembers all = JsonValue.members();
    counts.forEach(all::put);
    return all.build();
  }

  static DrillReach read(JsonFields fields) {
    return new DrillReach(
        fields.objects("windows").stream().map(Window::read).toList(),
        fields.number("patients"),
        fields.number("records"),
        fields.number("revisions"),
        fields.number("identifiers"),
        numbers(fields, "byClass"),
        numbers(fields, "details"));
  }

  private static SortedMap<String, Long> numbers(JsonFields fields, String name) {
    TreeMap<String, Long> counts = new TreeMap<>();
    fields.numbers(name, counts::put);
    return counts;
  }

  /** In plain words, as the report has them: never changed. */
  Stream<String> words() {
    return Stream.concat(
        windows.stream()
            .map(
                each -> "Reachable: " + each.level() + " from " + each.from() + " to " + each.to()),
        Stream.of(
            "Reachable patients: " + patients + ", identifiers: " + identifiers,
            "Reachable records: " + records + " in " + revisions + " revisions",
            "Records by class: " + words(byClass),
            "Details of the log by class: " + words(details)));
  }

  private static String words(SortedMap<String, Long> counts) {
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", "));
  }
}

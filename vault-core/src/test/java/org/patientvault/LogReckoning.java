package org.patientvault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.patientvault.audit.DrillReach;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.audit.RetentionClass;

/**
 * What the logs of a vault say of a compromise, reckoned by hand from their lines: shares nothing
 * with what makes reports, and knows no table but the log's.
 */
final class LogReckoning {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One line, and where it stands. */
  private record Line(String log, long index, Entry entry, JsonNode detail) {
    boolean is(EventCode event) {
      return entry.event() == event && entry.outcome() == Outcome.SUCCESS;
    }

    boolean says(String name, String value) {
      return detail.path(name).asText().equals(value);
    }

    DrillReach.Moment at() {
      return new DrillReach.Moment(log, index, entry.stamp().time());
    }
  }

  /** All lines of all logs, the oldest first. */
  private final List<Line> lines = new ArrayList<>();

  /** Which field of which type is of which class. */
  private final Map<String, String> classes;

  LogReckoning(AuditTrail trail, Map<String, String> classes) throws JsonProcessingException {
    this.classes = classes;
    for (String log : trail.logs()) {
      for (AuditLine line : trail.ofLog(log).entries(0, 10_000)) {
        JsonNode detail = JSON.readTree(line.detail().orElse("{}"));
        lines.add(new Line(log, line.index(), line.entry(), detail));
      }
    }
  }

  private int told() {
    return first(0, line -> line.is(EventCode.COMPROMISE) && line.says("step", "begun"));
  }

  private int first(int from, Predicate<Line> wanted) {
    for (int i = from; i < lines.size(); i++) {
      if (wanted.test(lines.get(i))) {
        return i;
      }
    }
    throw new AssertionError("the log has no such entry");
  }

  private static Predicate<Line> renewed(String level) {
    return line ->
        line.is(EventCode.KEY_ROTATE)
            && line.entry().payload() == null
            && line.says("level", level);
  }

  private static Predicate<Line> proven(String level) {
    return line ->
        line.is(EventCode.KEY_STATE)
            && line.says("level", level)
            && line.detail().path("left").asLong(-1) == 0;
  }

  /** From the entry that made the key of {@code level} to the ends of it and of those below. */
  List<DrillReach.Window> windows(String level, String... below) {
    int told = told();
    DrillReach.Moment from =
        lines.subList(0, told).stream()
            .filter(renewed(level))
            .reduce((before, after) -> after)
            .orElse(lines.get(0))
            .at();
    return Stream.concat(Stream.of(level), Stream.of(below))
        .map(
            each ->
                new DrillReach.Window(
                    each,
                    from,
                    lines
                        .get(first(told, each.equals("root") ? renewed(each) : proven(each)))
                        .at()))
        .toList();
  }

  private Stream<Line> before(EventCode event) {
    return lines.subList(0, told()).stream().filter(line -> line.is(event));
  }

  long patients() {
    return before(EventCode.KEY_CREATE).filter(line -> line.says("action", "admit")).count();
  }

  long identifiers() {
    return Stream.concat(before(EventCode.KEY_CREATE), before(EventCode.UPDATE))
        .mapToLong(line -> line.detail().path("identifiers").size())
        .sum();
  }

  /** What was written into each record, one set of fields for each revision. */
  private Map<String, List<Set<String>>> records() {
    Map<String, List<Set<String>>> records = new TreeMap<>();
    Stream.concat(before(EventCode.CREATE), before(EventCode.UPDATE))
        .forEach(
            line ->
                line.detail()
                    .path("records")
                    .forEach(
                        record ->
                            records
                                .computeIfAbsent(name(line, record), name -> new ArrayList<>())
                                .add(fields(record))));
    return records;
  }

  private static String name(Line line, JsonNode record) {
    String id = record.path("ids").path(0).asText();
    return line.detail().path("patient").asText() + " " + record.path("type").asText() + " " + id;
  }

  private static Set<String> fields(JsonNode record) {
    Set<String> fields = new TreeSet<>();
    record
        .path("fields")
        .forEach(field -> fields.add(record.path("type").asText() + "." + field.asText()));
    return fields;
  }

  long numberOfRecords() {
    return records().size();
  }

  long revisions() {
    return records().values().stream().mapToLong(List::size).sum();
  }

  SortedMap<String, Long> byClass() {
    return records().values().stream()
        .flatMap(
            revisions ->
                revisions.stream()
                    .flatMap(Set::stream)
                    .map(field -> String.valueOf(classes.get(field)))
                    .distinct())
        .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()));
  }

  /** But for START, which came into the log together with the entry that tells. */
  SortedMap<String, Long> details() {
    return lines.subList(0, told() - 1).stream()
        .collect(
            Collectors.groupingBy(
                line -> RetentionClass.of(line.entry().event()).text(),
                TreeMap::new,
                Collectors.counting()));
  }
}

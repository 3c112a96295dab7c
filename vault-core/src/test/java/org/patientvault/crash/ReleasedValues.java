package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.patientvault.AuditLine;
import org.patientvault.AuditTrail;
import org.patientvault.audit.EventCode;

/** Every value that was released, and the check that its entry is in the log and names it. */
final class ReleasedValues {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Ack.Released> unchecked = new ArrayList<>();

  /** By log, how many of its entries were looked at; a closed one is looked at once. */
  private final Map<String, Long> from = new HashMap<>();

  private final Set<String> closed = new HashSet<>();
  private long values;

  void add(Ack.Released released) {
    unchecked.add(released);
    values += released.fields().size();
  }

  long count() {
    return values;
  }

  /** Reads the entries since the last check, with their details. */
  void checkNew(AuditTrail trail) throws JsonProcessingException {
    Map<Long, List<AuditLine>> lines = new HashMap<>();
    List<String> logs = trail.logs();
    for (String log : logs) {
      if (!closed.contains(log)) {
        newLines(trail.ofLog(log), log)
            .forEach(line -> lines.computeIfAbsent(line.index(), i -> new ArrayList<>()).add(line));
      }
    }
    closed.addAll(logs.subList(0, logs.size() - 1));
    for (Ack.Released released : unchecked) {
      check(released, lines.getOrDefault(released.logIndex(), List.of()));
    }
    unchecked.clear();
  }

  private List<AuditLine> newLines(AuditTrail trail, String log) {
    long size = trail.size();
    long first = from.getOrDefault(log, 0L);
    from.put(log, size);
    return size == first ? List.of() : trail.entries(first, Math.toIntExact(size - first));
  }

  /** One of the logs has the entry where the reader was told that it is. */
  private static void check(Ack.Released released, List<AuditLine> lines)
      throws JsonProcessingException {
    boolean found = false;
    for (AuditLine line : lines) {
      found |= line.entry().event() == EventCode.READ && tells(released, line);
    }
    assertThat(found).as("entry of " + released.line()).isTrue();
  }

  private static boolean tells(Ack.Released released, AuditLine line)
      throws JsonProcessingException {
    JsonNode detail = JSON.readTree(line.detail().orElseThrow());
    boolean named = false;
    for (JsonNode record : detail.path("records")) {
      named |= names(record, released);
    }
    return named && detail.path("patient").asText().equals(released.key().patient().toString());
  }

  private static boolean names(JsonNode record, Ack.Released released) {
    Set<String> fields = texts(record.path("fields"));
    return record.path("type").asText().equals(Ack.TYPE)
        && texts(record.path("ids")).contains(released.key().id().value())
        && (released.byName()
            ? fields.equals(released.fields())
            : fields.containsAll(released.fields()));
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}

package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.patientvault.AuditLine;
import org.patientvault.AuditTrail;
import org.patientvault.audit.EventCode;

/** Every value that was released, and the check that its entry is in the log and names it. */
final class ReleasedValues {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Ack.Released> unchecked = new ArrayList<>();
  private long from;
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
    long size = trail.size();
    Map<Long, AuditLine> lines =
        trail.entries(from, Math.toIntExact(size - from)).stream()
            .collect(Collectors.toMap(AuditLine::index, Function.identity()));
    for (Ack.Released released : unchecked) {
      check(released, lines.get(released.logIndex()));
    }
    unchecked.clear();
    from = size;
  }

  private static void check(Ack.Released released, AuditLine line) throws JsonProcessingException {
    assertThat(line).as("entry of " + released.line()).isNotNull();
    assertThat(line.entry().event()).isEqualTo(EventCode.READ);
    JsonNode detail = JSON.readTree(line.detail().orElseThrow());
    assertThat(detail.path("patient").asText()).isEqualTo(released.key().patient().toString());
    boolean named = false;
    for (JsonNode record : detail.path("records")) {
      named |= names(record, released);
    }
    assertThat(named).as(detail + " names " + released.line()).isTrue();
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

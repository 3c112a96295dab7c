package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.patientvault.AuditLine;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.JsonValue;

/** One log entry as a person, or a program, reads it. */
final class LogLine {
  static final List<String> HEADERS =
      List.of("entry", "time", "event", "outcome", "user", "role", "purpose", "patient", "what");

  private static final int MAX_DETAIL_BYTES = 64 << 20;

  private LogLine() {}

  static List<String> row(AuditLine line) {
    Map<String, JsonValue> detail = detail(line);
    return List.of(
        String.valueOf(line.index()),
        line.entry().stamp().time().toString(),
        line.entry().event().name(),
        String.valueOf(line.entry().outcome().code()),
        text(detail, "user"),
        Objects.toString(line.entry().role(), ""),
        Objects.toString(line.entry().purpose(), ""),
        text(detail, "patient"),
        what(detail));
  }

  private static Map<String, JsonValue> detail(AuditLine line) {
    return line.detail()
        .map(text -> CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8), MAX_DETAIL_BYTES))
        .filter(JsonValue.Members.class::isInstance)
        .map(members -> (Map<String, JsonValue>) ((JsonValue.Members) members).members())
        .orElseGet(TreeMap::new);
  }

  private static String text(Map<String, JsonValue> detail, String name) {
    return detail.get(name) instanceof JsonValue.Text text ? text.text() : "";
  }

  /** Type and number of records, or why it was refused; ids and fields stand in the JSON. */
  private static String what(Map<String, JsonValue> detail) {
    if (detail.containsKey("refused")) {
      return text(detail, "refused");
    }
    List<String> words = new ArrayList<>();
    if (detail.get("records") instanceof JsonValue.Items items) {
      items.items().forEach(item -> words.add(records(item)));
    }
    String kind = detail.containsKey("uri") ? "uri" : "kind";
    for (String name : List.of("query", kind, "action", "reason")) {
      if (!text(detail, name).isEmpty()) {
        words.add(text(detail, name));
      }
    }
    return String.join(", ", words);
  }

  private static String records(JsonValue item) {
    Map<String, JsonValue> selection = ((JsonValue.Members) item).members();
    int count = selection.get("ids") instanceof JsonValue.Items ids ? ids.items().size() : 0;
    int fields =
        selection.get("fields") instanceof JsonValue.Items named ? named.items().size() : 0;
    return count + " " + text(selection, "type") + " (" + fields + " fields)";
  }

  /** The leaf's own bytes, and the detail's. */
  static String json(AuditLine line) {
    String leaf = new String(line.entry().encode(), StandardCharsets.UTF_8);
    return "{\"index\":"
        + line.index()
        + ",\"leaf\":"
        + leaf
        + line.detail().map(detail -> ",\"detail\":" + detail).orElse("")
        + "}";
  }
}

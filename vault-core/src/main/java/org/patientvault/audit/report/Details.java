package org.patientvault.audit.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.patientvault.audit.JsonValue;

/** Members of an entry's detail, where they are there and of the kind that is looked for. */
final class Details {
  private Details() {}

  static Map<String, JsonValue> members(ReportEntry entry) {
    return entry
        .detail()
        .map(detail -> (Map<String, JsonValue>) detail.members())
        .orElseGet(TreeMap::new);
  }

  /** A text; empty where there is none. */
  static String text(ReportEntry entry, String name) {
    return text(members(entry), name);
  }

  static String text(Map<String, JsonValue> members, String name) {
    return members.get(name) instanceof JsonValue.Text text ? text.text() : "";
  }

  static Optional<Long> number(ReportEntry entry, String name) {
    return members(entry).get(name) instanceof JsonValue.Whole whole
        ? Optional.of(whole.number())
        : Optional.empty();
  }

  static List<JsonValue> items(Map<String, JsonValue> members, String name) {
    return members.get(name) instanceof JsonValue.Items items ? items.items() : List.of();
  }

  /** A list of objects, such as the records of a read. */
  static List<Map<String, JsonValue>> objects(ReportEntry entry, String name) {
    return items(members(entry), name).stream()
        .filter(JsonValue.Members.class::isInstance)
        .map(item -> (Map<String, JsonValue>) ((JsonValue.Members) item).members())
        .toList();
  }
}

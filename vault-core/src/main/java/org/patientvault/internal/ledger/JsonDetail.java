package org.patientvault.internal.ledger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.patientvault.audit.JsonValue;

/**
 * A draft's detail as the JSON that is committed to: maps, lists, strings, whole numbers and
 * booleans.
 */
final class JsonDetail {
  private JsonDetail() {}

  static JsonValue of(Map<String, Object> detail) {
    TreeMap<String, JsonValue> members = new TreeMap<>();
    detail.forEach((name, value) -> members.put(name, value(value)));
    return new JsonValue.Members(members);
  }

  private static JsonValue value(Object value) {
    if (value instanceof String text) {
      return JsonValue.of(text);
    }
    if (value instanceof JsonValue made) {
      return made;
    }
    if (value instanceof Long number) {
      return JsonValue.of(number);
    }
    if (value instanceof Boolean flag) {
      return JsonValue.of(flag);
    }
    if (value instanceof List<?> items) {
      return new JsonValue.Items(items.stream().map(JsonDetail::value).toList());
    }
    if (value instanceof Map<?, ?> members) {
      TreeMap<String, JsonValue> each = new TreeMap<>();
      members.forEach((name, member) -> each.put((String) name, value(member)));
      return new JsonValue.Members(each);
    }
    throw new AssertionError("a log detail cannot hold a " + value.getClass().getSimpleName());
  }
}

package org.patientvault.internal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.JsonValue;

/**
 * Spells a draft's detail as the canonical JSON that is committed to: maps, lists, strings, whole
 * numbers, booleans, and JSON that is made already. Straight into text, since every entry has one.
 */
final class JsonDetail {
  private final StringBuilder text = new StringBuilder(512);

  private JsonDetail() {}

  static byte[] spell(SortedMap<String, Object> detail) {
    JsonDetail json = new JsonDetail();
    json.members(detail);
    return json.text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Member names are this program's own: plain ASCII without quotes. */
  private void members(SortedMap<String, ?> members) {
    text.append('{');
    String between = "\"";
    for (Map.Entry<String, ?> member : members.entrySet()) {
      text.append(between).append(member.getKey()).append("\":");
      value(member.getValue());
      between = ",\"";
    }
    text.append('}');
  }

  private void items(List<?> items) {
    text.append('[');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      value(items.get(i));
    }
    text.append(']');
  }

  private void value(Object value) {
    if (value instanceof String string) {
      CanonicalJson.write(string, text);
    } else if (value instanceof JsonValue made) {
      CanonicalJson.write(made, text);
    } else if (value instanceof Long number) {
      CanonicalJson.write(JsonValue.of(number), text);
    } else if (value instanceof Boolean flag) {
      text.append(flag);
    } else if (value instanceof List<?> list) {
      items(list);
    } else if (value instanceof Map<?, ?> map) {
      members(sorted(map));
    } else {
      throw new AssertionError("a log detail cannot hold a " + value.getClass().getSimpleName());
    }
  }

  private static SortedMap<String, Object> sorted(Map<?, ?> map) {
    TreeMap<String, Object> sorted = new TreeMap<>();
    map.forEach((name, member) -> sorted.put((String) name, member));
    return sorted;
  }
}

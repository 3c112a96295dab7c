package org.patientvault.cli.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds and writes compact JSON; numbers are given as text, so that {@code 1.00} stays. */
final class Json {
  /** A number or literal, written as it stands. */
  record Raw(String text) {}

  private Json() {}

  static Raw number(String text) {
    return new Raw(text);
  }

  /** Names and values in turn; a null value leaves its name out. */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        members.put((String) namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    return members;
  }

  static String write(Object value) {
    StringBuilder json = new StringBuilder();
    write(value, json);
    return json.toString();
  }

  private static void write(Object value, StringBuilder json) {
    if (value instanceof Map<?, ?> members) {
      writeObject(members, json);
    } else if (value instanceof List<?> items) {
      writeArray(items, json);
    } else if (value instanceof Raw raw) {
      json.append(raw.text());
    } else if (value instanceof Boolean flag) {
      json.append(flag.booleanValue());
    } else {
      quote((String) value, json);
    }
  }

  private static void writeObject(Map<?, ?> members, StringBuilder json) {
    String separator = "{";
    for (Map.Entry<?, ?> member : members.entrySet()) {
      json.append(separator);
      quote((String) member.getKey(), json);
      write(member.getValue(), json.append(':'));
      separator = ",";
    }
    json.append(members.isEmpty() ? "{}" : "}");
  }

  private static void writeArray(List<?> items, StringBuilder json) {
    String separator = "[";
    for (Object item : items) {
      write(item, json.append(separator));
      separator = ",";
    }
    json.append(items.isEmpty() ? "[]" : "]");
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20) {
        json.append(c == '\n' ? "\\n" : "\\u00" + Integer.toHexString(0x100 + c).substring(1));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}

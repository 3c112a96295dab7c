package org.patientvault.audit;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.model.VaultException;

/** Reads canonical JSON; what it lets through in another spelling falls at the re-encoding. */
final class JsonParser {
  private final String text;
  private int at;

  JsonParser(String text) {
    this.text = text;
  }

  JsonValue parse() {
    JsonValue value = value(0);
    if (at != text.length()) {
      throw refused();
    }
    return value;
  }

  private JsonValue value(int depth) {
    if (depth > CanonicalJson.MAX_DEPTH) {
      throw new VaultException.LimitExceeded("JSON nested deeper than " + CanonicalJson.MAX_DEPTH);
    }
    return switch (peek()) {
      case '{' -> members(depth);
      case '[' -> items(depth);
      case '"' -> JsonValue.of(string());
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      default -> number();
    };
  }

  private JsonValue members(int depth) {
    JsonMembers members = new JsonMembers();
    expect('{');
    if (!takes('}')) {
      do {
        String name = name();
        expect(':');
        put(members, name, value(depth + 1));
      } while (takes(','));
      expect('}');
    }
    return members.build();
  }

  private void put(JsonMembers members, String name, JsonValue value) {
    try {
      members.put(name, value);
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput("a repeated member before character " + at, e);
    }
  }

  private String name() {
    int start = at;
    String name = string();
    try {
      JsonText.checkName(name);
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput("a member name not allowed at character " + start, e);
    }
    return name;
  }

  private JsonValue items(int depth) {
    List<JsonValue> items = new ArrayList<>();
    expect('[');
    if (!takes(']')) {
      do {
        items.add(value(depth + 1));
      } while (takes(','));
      expect(']');
    }
    return new JsonValue.Items(items);
  }

  private String string() {
    StringBuilder value = new StringBuilder();
    expect('"');
    while (peek() != '"') {
      char c = text.charAt(at++);
      value.append(c == '\\' ? escaped() : c);
    }
    expect('"');
    return value.toString();
  }

  private char escaped() {
    char kind = peek();
    at++;
    return switch (kind) {
      case '"', '\\' -> kind;
      case 'b' -> '\b';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'f' -> '\f';
      case 'r' -> '\r';
      case 'u' -> control();
      default -> throw refused();
    };
  }

  private char control() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw refused();
      }
      value = value * 16 + digit;
      at++;
    }
    if (value >= ' ') {
      throw refused();
    }
    return (char) value;
  }

  private JsonValue number() {
    boolean negative = takes('-');
    int start = at;
    long value = 0;
    while (at < text.length() && at - start < 16 && isDigit(text.charAt(at))) {
      value = value * 10 + text.charAt(at++) - '0';
    }
    if (at == start || value > EntryStamp.MAX_INTEGER) {
      throw refused();
    }
    return JsonValue.of(negative ? -value : value);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private JsonValue literal(String word, boolean meaning) {
    if (!text.startsWith(word, at)) {
      throw refused();
    }
    at += word.length();
    return JsonValue.of(meaning);
  }

  private char peek() {
    if (at >= text.length()) {
      throw refused();
    }
    return text.charAt(at);
  }

  private boolean takes(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!takes(c)) {
      throw refused();
    }
  }

  private VaultException.InvalidInput refused() {
    return new VaultException.InvalidInput("not canonical JSON at character " + at);
  }
}

package org.patientvault.internal.documents;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A second JSON reader, written from RFC 8259 alone, that the tests compare with.
 *
 * <p>Objects become maps, arrays lists, texts strings; numbers, {@code true}, {@code false} and
 * {@code null} become literals that are equal when their text is.
 */
final class PlainJson {
  /** A number or literal, equal by its text. */
  record Literal(String text) {}

  private final String text;
  private int at;

  private PlainJson(String text) {
    this.text = text;
  }

  static Object read(byte[] json) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      PlainJson reader = new PlainJson(text);
      Object value = reader.value();
      reader.skipSpace();
      reader.require(reader.at == text.length());
      return value;
    } catch (CharacterCodingException e) {
      throw new AssertionError("the test gave invalid UTF-8", e);
    }
  }

  private Object value() {
    skipSpace();
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      default -> literal();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new HashMap<>();
    at++;
    skipSpace();
    while (text.charAt(at) != '}') {
      skipSpace();
      String name = string();
      skipSpace();
      expect(':');
      require(members.put(name, value()) == null);
      skipSpace();
      if (text.charAt(at) != '}') {
        expect(',');
      }
    }
    at++;
    return members;
  }

  private List<Object> array() {
    List<Object> items = new ArrayList<>();
    at++;
    skipSpace();
    while (text.charAt(at) != ']') {
      items.add(value());
      skipSpace();
      if (text.charAt(at) != ']') {
        expect(',');
      }
    }
    at++;
    return items;
  }

  private String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      value.append(c == '\\' ? escaped() : c);
    }
    at++;
    return value.toString();
  }

  private char escaped() {
    char c = text.charAt(at++);
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> c;
    };
  }

  private Literal literal() {
    int start = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    require(word.matches("true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?"));
    return new Literal(word);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char c) {
    require(text.charAt(at++) == c);
  }

  private void require(boolean holds) {
    if (!holds) {
      throw new AssertionError("not JSON at character " + at);
    }
  }

  /** JSON with every escape and white space a writer may choose, to be read by others. */
  static byte[] write(Object value) {
    StringBuilder json = new StringBuilder();
    write(value, json);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Object value, StringBuilder json) {
    if (value instanceof Map<?, ?> members) {
      json.append("{ ");
      members.forEach(
          (name, member) -> {
            write(name, json);
            json.append(" :\n");
            write(member, json);
            json.append(" ,");
          });
      json.setCharAt(json.length() - 1, members.isEmpty() ? ' ' : '}');
      json.append(members.isEmpty() ? "}" : "");
    } else if (value instanceof List<?> items) {
      json.append("[ ");
      items.forEach(
          item -> {
            write(item, json);
            json.append("\t,");
          });
      json.setCharAt(json.length() - 1, items.isEmpty() ? ' ' : ']');
      json.append(items.isEmpty() ? "]" : "");
    } else if (value instanceof Literal literal) {
      json.append(literal.text());
    } else {
      quote((String) value, json);
    }
  }

  private static void quote(String value, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\' || c == '/' || c == 'é') {
        json.append(String.format("\\u%04X", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}

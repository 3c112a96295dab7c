package org.patientvault.audit.fhir;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * One JSON text as it grows, in UTF-8: commas put themselves, text is escaped.
 *
 * <p>Keeps to what FHIR allows in a string: of the control characters only tab, line feed and
 * carriage return; any other stands as its picture, U+2400 to U+241F. What some programs take for
 * the end of a line is escaped, so that a line of NDJSON is a line for everybody. For one thread.
 */
final class JsonBytes {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final char CONTROL_PICTURES = 0x2400;

  private byte[] bytes = new byte[8 << 10];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Begins an object, as a value of an array or the whole text. */
  JsonBytes object() {
    return comma().ascii('{');
  }

  /** Begins an object as a member. */
  JsonBytes object(String name) {
    return name(name).ascii('{');
  }

  JsonBytes endObject() {
    return ascii('}');
  }

  JsonBytes array(String name) {
    return name(name).ascii('[');
  }

  JsonBytes endArray() {
    return ascii(']');
  }

  JsonBytes member(String name, String text) {
    return name(name).quoted(text);
  }

  JsonBytes member(String name, boolean flag) {
    return name(name).plain(flag ? "true" : "false");
  }

  /** Text as an element of an array. */
  JsonBytes element(String text) {
    return comma().quoted(text);
  }

  void newLine() {
    ascii('\n');
  }

  private JsonBytes name(String name) {
    return comma().ascii('"').plain(name).ascii('"').ascii(':');
  }

  /** Behind a value, and nowhere else. */
  private JsonBytes comma() {
    if (size > 0) {
      byte last = bytes[size - 1];
      if (last != '{' && last != '[' && last != ':') {
        ascii(',');
      }
    }
    return this;
  }

  private JsonBytes ascii(char c) {
    room(1);
    bytes[size++] = (byte) c;
    return this;
  }

  /** ASCII that needs no escape. */
  private JsonBytes plain(String text) {
    int length = text.length();
    room(length);
    for (int i = 0; i < length; i++) {
      bytes[size + i] = (byte) text.charAt(i);
    }
    size += length;
    return this;
  }

  private JsonBytes quoted(String text) {
    int length = text.length();
    room(6 * length + 2);
    bytes[size++] = '"';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
        bytes[size++] = (byte) c;
      } else if (Character.isHighSurrogate(c)) {
        pair(text.codePointAt(i++));
      } else {
        other(c);
      }
    }
    bytes[size++] = '"';
    return this;
  }

  private void other(char c) {
    switch (c) {
      case '"', '\\' -> escaped(c);
      case '\t' -> escaped('t');
      case '\n' -> escaped('n');
      case '\r' -> escaped('r');
      case 0x7f, 0x85, 0x2028, 0x2029 -> hex(c);
      default -> utf8(c < ' ' ? (char) (CONTROL_PICTURES + c) : c);
    }
  }

  private void escaped(char c) {
    bytes[size++] = '\\';
    bytes[size++] = (byte) c;
  }

  private void hex(char c) {
    escaped('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[size++] = HEX[(c >> shift) & 15];
    }
  }

  private void utf8(char c) {
    if (c < 0x800) {
      bytes[size++] = (byte) (0xc0 | (c >> 6));
    } else {
      bytes[size++] = (byte) (0xe0 | (c >> 12));
      bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    }
    bytes[size++] = (byte) (0x80 | (c & 0x3f));
  }

  private void pair(int codePoint) {
    bytes[size++] = (byte) (0xf0 | (codePoint >> 18));
    bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
    bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
    bytes[size++] = (byte) (0x80 | (codePoint & 0x3f));
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
    }
  }
}

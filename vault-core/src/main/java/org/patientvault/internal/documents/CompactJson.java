package org.patientvault.internal.documents;

import java.util.Arrays;
import org.patientvault.model.FieldValue;
import org.patientvault.model.VaultException;

/**
 * A growing buffer of JSON in the one compact spelling that is stored: UTF-8, no white space
 * between tokens, escapes only where JSON demands them, numbers as they were written.
 *
 * <p>Broken surrogates are {@link VaultException.InvalidInput}. Not safe for several threads.
 */
final class CompactJson {
  private static final String HEX = "0123456789abcdef";
  private static final int FIRST_SIZE = 512;
  private static final int WORTH_KEEPING = 1 << 20;

  private byte[] buffer = new byte[FIRST_SIZE];
  private int size;
  private char[] scratch = new char[256];

  void clear() {
    if (buffer.length > WORTH_KEEPING) {
      buffer = new byte[FIRST_SIZE];
    }
    size = 0;
  }

  int size() {
    return size;
  }

  /** What was appended, as a value of {@code kind}. */
  FieldValue toValue(FieldValue.Kind kind) {
    return FieldValue.decode(kind, buffer, 0, size);
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  /** One character of JSON's own: a bracket, a colon, a comma. */
  CompactJson mark(char mark) {
    ensure(1);
    buffer[size++] = (byte) mark;
    return this;
  }

  /** Takes back the last byte: the comma after the last member. */
  void dropLast() {
    size--;
  }

  /** ASCII as it stands: numbers and literals. */
  CompactJson ascii(String text) {
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer[size++] = (byte) text.charAt(i);
    }
    return this;
  }

  CompactJson ascii(char[] text, int offset, int length) {
    ensure(length);
    for (int i = offset; i < offset + length; i++) {
      buffer[size++] = (byte) text[i];
    }
    return this;
  }

  /** JSON that is compact already. */
  CompactJson raw(FieldValue json) {
    ensure(json.encodedSize());
    json.encodeTo(buffer, size);
    size += json.encodedSize();
    return this;
  }

  CompactJson raw(byte[] json) {
    ensure(json.length);
    System.arraycopy(json, 0, buffer, size, json.length);
    size += json.length;
    return this;
  }

  CompactJson quoted(String text) {
    if (scratch.length < text.length()) {
      scratch = new char[text.length()];
    }
    text.getChars(0, text.length(), scratch, 0);
    return quoted(scratch, 0, text.length());
  }

  /** The text as a JSON string. */
  CompactJson quoted(char[] text, int offset, int length) {
    ensure(6L * length + 2);
    buffer[size++] = '"';
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      char c = text[i];
      if (c >= 0x80) {
        i += beyondAscii(text, i, end);
      } else if (c < 0x20 || c == '"' || c == '\\') {
        escape(c);
      } else {
        buffer[size++] = (byte) c;
      }
    }
    buffer[size++] = '"';
    return this;
  }

  /** The text itself in UTF-8, without quotes or escapes. */
  CompactJson plain(char[] text, int offset, int length) {
    ensure(3L * length);
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (text[i] < 0x80) {
        buffer[size++] = (byte) text[i];
      } else {
        i += beyondAscii(text, i, end);
      }
    }
    return this;
  }

  private void escape(char c) {
    buffer[size++] = '\\';
    switch (c) {
      case '"', '\\' -> buffer[size++] = (byte) c;
      case '\b' -> buffer[size++] = 'b';
      case '\f' -> buffer[size++] = 'f';
      case '\n' -> buffer[size++] = 'n';
      case '\r' -> buffer[size++] = 'r';
      case '\t' -> buffer[size++] = 't';
      default -> ascii("u00").mark(HEX.charAt(c >> 4)).mark(HEX.charAt(c & 15));
    }
  }

  /** Writes one character above ASCII; says how many more {@code char}s it took. */
  private int beyondAscii(char[] text, int at, int end) {
    char c = text[at];
    if (c < 0x800) {
      buffer[size++] = (byte) (0xC0 | (c >> 6));
    } else if (!Character.isSurrogate(c)) {
      buffer[size++] = (byte) (0xE0 | (c >> 12));
      buffer[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    } else {
      return supplementary(text, at, end);
    }
    buffer[size++] = (byte) (0x80 | (c & 0x3F));
    return 0;
  }

  private int supplementary(char[] text, int at, int end) {
    if (at + 1 >= end || !Character.isSurrogatePair(text[at], text[at + 1])) {
      throw new VaultException.InvalidInput("a text holds half of a surrogate pair");
    }
    int point = Character.toCodePoint(text[at], text[at + 1]);
    buffer[size++] = (byte) (0xF0 | (point >> 18));
    buffer[size++] = (byte) (0x80 | ((point >> 12) & 0x3F));
    buffer[size++] = (byte) (0x80 | ((point >> 6) & 0x3F));
    buffer[size++] = (byte) (0x80 | (point & 0x3F));
    return 1;
  }

  private void ensure(long more) {
    long needed = size + more;
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.toIntExact(Math.min(needed * 2, Integer.MAX_VALUE - 16)));
    }
  }
}

package org.patientvault.internal.documents;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells well-formed UTF-8 (RFC 3629) from everything else: no overlong forms, no surrogates,
 * nothing above U+10FFFF.
 *
 * <p>The JSON parser is more lenient than that, and two spellings of one text would give two
 * digests.
 */
final class StrictUtf8 {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NOT_ASCII = 0x8080808080808080L;

  /** How many continuation bytes must follow, and the range of the next one. */
  private int missing;

  private int low = 0x80;
  private int high = 0xBF;

  static boolean isValid(byte[] text) {
    StrictUtf8 check = new StrictUtf8();
    return check.accepts(text, 0, text.length) && check.isComplete();
  }

  /** False once a byte cannot stand where it stands; a character may go on in the next call. */
  boolean accepts(byte[] text, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at < end) {
      if (missing == 0) {
        at = skipAscii(text, at, end);
      }
      if (at < end && !acceptsOne(text[at++] & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  private static int skipAscii(byte[] text, int offset, int end) {
    int at = offset;
    while (at + 8 <= end && ((long) EIGHT.get(text, at) & NOT_ASCII) == 0) {
      at += 8;
    }
    while (at < end && text[at] >= 0) {
      at++;
    }
    return at;
  }

  private boolean acceptsOne(int unit) {
    if (missing == 0) {
      return unit < 0x80 || begins(unit);
    }
    if (unit < low || unit > high) {
      return false;
    }
    return expects(missing - 1, 0x80, 0xBF);
  }

  private boolean begins(int unit) {
    if (unit < 0xC2 || unit > 0xF4) {
      return false;
    }
    if (unit < 0xE0) {
      return expects(1, 0x80, 0xBF);
    }
    if (unit < 0xF0) {
      return expects(2, unit == 0xE0 ? 0xA0 : 0x80, unit == 0xED ? 0x9F : 0xBF);
    }
    return expects(3, unit == 0xF0 ? 0x90 : 0x80, unit == 0xF4 ? 0x8F : 0xBF);
  }

  private boolean expects(int count, int from, int to) {
    missing = count;
    low = from;
    high = to;
    return true;
  }

  /** Whether the text seen so far does not end inside a character. */
  boolean isComplete() {
    return missing == 0;
  }
}

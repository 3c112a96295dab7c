package org.patientvault.audit;

/**
 * Reads the few kinds of value an entry has, in their one spelling, moving forward over its bytes.
 *
 * <p>Every method either takes what it names and moves behind it, or answers no; after a no the
 * cursor's place means nothing. Makes no objects.
 */
final class AsciiCursor {
  private static final int MOST_DIGITS = 16;

  byte[] text = new byte[0];
  int at;
  int end;

  void reset(byte[] text, int from, int to) {
    this.text = text;
    at = from;
    end = to;
  }

  boolean takes(char character) {
    if (at < end && text[at] == character) {
      at++;
      return true;
    }
    return false;
  }

  /** A decimal of at most {@value #MOST_DIGITS} digits without leading zeroes, or -1. */
  long integer() {
    int start = at;
    long value = 0;
    while (at < end && at - start < MOST_DIGITS && text[at] >= '0' && text[at] <= '9') {
      value = value * 10 + text[at] - '0';
      at++;
    }
    boolean leadingZero = at - start > 1 && text[start] == '0';
    return at == start || leadingZero || value > EntryStamp.MAX_INTEGER ? -1 : value;
  }

  /** {@code size} bytes as base64url in quotes. */
  boolean bytes(int size) {
    int length = Base64Url.length(size);
    if (at + length + 2 > end || text[at] != '"' || text[at + 1 + length] != '"') {
      return false;
    }
    boolean canonical = Base64Url.isCanonical(text, at + 1, size);
    at += length + 2;
    return canonical;
  }

  /** One to {@code longest} characters of a class, in quotes. */
  boolean name(CharacterClass allowed, int longest) {
    if (!takes('"')) {
      return false;
    }
    int start = at;
    int most = Math.min(end, start + longest);
    while (at < most && allowed.has(text[at])) {
      at++;
    }
    return at > start && allowed.mayStartWith(text[start]) && takes('"');
  }

  /** Exactly {@code length} characters of a class, in quotes. */
  boolean fixed(CharacterClass allowed, int length) {
    int start = at + 1;
    return name(allowed, length) && at - 1 - start == length;
  }
}

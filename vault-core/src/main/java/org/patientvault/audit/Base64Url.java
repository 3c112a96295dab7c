package org.patientvault.audit;

/**
 * Base64url without padding, straight into and out of an entry's bytes.
 *
 * <p>Hand-made because the committer encodes five of them for every entry, and because the spare
 * bits of the last character must be zero: two spellings of one value would be two leaves.
 */
final class Base64Url {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final byte[] CHARACTERS = new byte[64];
  private static final byte[] VALUES = new byte[256];

  static {
    java.util.Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < 64; i++) {
      CHARACTERS[i] = (byte) ALPHABET.charAt(i);
      VALUES[ALPHABET.charAt(i)] = (byte) i;
    }
  }

  private Base64Url() {}

  static int length(int bytes) {
    return (bytes * 4 + 2) / 3;
  }

  /** Writes {@code length(value.length)} characters and returns the offset behind them. */
  static int write(byte[] value, byte[] target, int offset) {
    int at = offset;
    int i = 0;
    for (; i + 2 < value.length; i += 3) {
      int bits = (value[i] & 0xff) << 16 | (value[i + 1] & 0xff) << 8 | (value[i + 2] & 0xff);
      target[at] = CHARACTERS[bits >> 18];
      target[at + 1] = CHARACTERS[bits >> 12 & 63];
      target[at + 2] = CHARACTERS[bits >> 6 & 63];
      target[at + 3] = CHARACTERS[bits & 63];
      at += 4;
    }
    return i == value.length ? at : writeRest(value, i, target, at);
  }

  private static int writeRest(byte[] value, int from, byte[] target, int offset) {
    int bits = (value[from] & 0xff) << 16;
    boolean two = from + 1 < value.length;
    if (two) {
      bits |= (value[from + 1] & 0xff) << 8;
      target[offset + 2] = CHARACTERS[bits >> 6 & 63];
    }
    target[offset] = CHARACTERS[bits >> 18];
    target[offset + 1] = CHARACTERS[bits >> 12 & 63];
    return offset + (two ? 3 : 2);
  }

  /** True when the characters at {@code offset} spell {@code bytes} bytes in the one right way. */
  static boolean isCanonical(byte[] text, int offset, int bytes) {
    int length = length(bytes);
    int worst = 0;
    for (int i = offset; i < offset + length; i++) {
      worst |= VALUES[text[i] & 0xff];
    }
    int spareBits = length * 6 - bytes * 8;
    int last = VALUES[text[offset + length - 1] & 0xff];
    return worst >= 0 && (last & ((1 << spareBits) - 1)) == 0;
  }

  /** Reads what {@link #isCanonical} accepted. */
  static byte[] read(byte[] text, int offset, int bytes) {
    byte[] value = new byte[bytes];
    int buffer = 0;
    int held = 0;
    int from = offset;
    for (int i = 0; i < bytes; i++) {
      while (held < 8) {
        buffer = buffer << 6 | VALUES[text[from++] & 0xff];
        held += 6;
      }
      held -= 8;
      value[i] = (byte) (buffer >> held);
    }
    return value;
  }
}

package org.patientvault.internal.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.patientvault.model.Bytes;

/**
 * Writes associated data: a magic word, then fields that are of fixed width or carry a fixed-width
 * length. Two different lists of fields therefore never give the same bytes.
 */
final class Encoding {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  private Encoding() {}

  static Encoding of(String magic) {
    Encoding encoding = new Encoding();
    encoding.out.writeBytes(magic.getBytes(StandardCharsets.US_ASCII));
    return encoding;
  }

  /** A field whose length the format fixes. */
  Encoding fixed(Bytes value) {
    out.writeBytes(value.toArray());
    return this;
  }

  Encoding u16(int value) {
    out.write(value >>> 8);
    out.write(value);
    return this;
  }

  Encoding u32(int value) {
    return u16(value >>> 16).u16(value);
  }

  /** UTF-8 behind a 16-bit length. */
  Encoding text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > 0xFFFF) {
      throw new IllegalArgumentException("text of " + utf8.length + " bytes is over 65535");
    }
    u16(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  /** Bytes behind a 32-bit length. */
  Encoding bytes(byte[] value) {
    u32(value.length);
    out.writeBytes(value);
    return this;
  }

  byte[] toArray() {
    return out.toByteArray();
  }
}

package org.patientvault.internal.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The plaintext of index targets: a reference and texts with their lengths, then zeros up to a
 * multiple of 32 bytes, so that the sealed length does not tell which kind of identifier or record
 * it is. Format: docs/formats/storage-schema.md, "Index targets".
 */
final class TargetText {
  static final int MULTIPLE = 32;

  private TargetText() {}

  static byte[] encode(byte[] reference, String first, String second) {
    byte[] one = first.getBytes(StandardCharsets.UTF_8);
    byte[] two = second.getBytes(StandardCharsets.UTF_8);
    int content = reference.length + 2 + one.length + 2 + two.length;
    ByteBuffer out = ByteBuffer.allocate((content + MULTIPLE - 1) / MULTIPLE * MULTIPLE);
    out.put(reference).putShort((short) one.length).put(one);
    return out.putShort((short) two.length).put(two).array();
  }

  /** The next bytes, as they are. */
  static byte[] take(ByteBuffer in, int length) {
    byte[] taken = new byte[length];
    in.get(taken);
    return taken;
  }

  /** The next text. */
  static String text(ByteBuffer in) {
    return new String(take(in, Short.toUnsignedInt(in.getShort())), StandardCharsets.UTF_8);
  }

  /**
   * Insists that only the padding is left.
   *
   * @throws IllegalArgumentException when it is not as it is written
   */
  static void end(ByteBuffer in) {
    boolean right = in.limit() % MULTIPLE == 0 && in.remaining() < MULTIPLE;
    while (right && in.hasRemaining()) {
      right = in.get() == 0;
    }
    if (!right) {
      throw new IllegalArgumentException("an index target does not end in its padding");
    }
  }
}

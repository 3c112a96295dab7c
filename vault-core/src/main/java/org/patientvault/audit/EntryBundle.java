package org.patientvault.audit;

import java.io.ByteArrayOutputStream;

/** Up to 256 entries as one file: each behind its length in two bytes, big-endian. */
final class EntryBundle {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int count;

  int count() {
    return count;
  }

  void add(byte[] leaf) {
    bytes.write(leaf.length >> 8);
    bytes.write(leaf.length);
    bytes.write(leaf, 0, leaf.length);
    count++;
  }

  /** The file's bytes; the bundle is empty afterwards. */
  byte[] take() {
    byte[] taken = bytes.toByteArray();
    bytes.reset();
    count = 0;
    return taken;
  }
}

package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds an enum's constant by its name as bytes, without making a string for every entry. */
final class CodeTable<T extends Enum<T>> {
  private static final int SLOTS = 512;

  private final byte[][] names = new byte[SLOTS][];
  private final T[] constants;

  CodeTable(T[] constants) {
    this.constants = Arrays.copyOf(constants, SLOTS);
    Arrays.fill(this.constants, null);
    for (T constant : constants) {
      byte[] name = constant.name().getBytes(StandardCharsets.US_ASCII);
      int slot = slot(name, 0, name.length);
      while (names[slot] != null) {
        slot = (slot + 1) % SLOTS;
      }
      names[slot] = name;
      this.constants[slot] = constant;
    }
  }

  @Nullable T find(byte[] text, int from, int to) {
    int slot = slot(text, from, to);
    while (names[slot] != null) {
      byte[] name = names[slot];
      if (Arrays.equals(name, 0, name.length, text, from, to)) {
        return constants[slot];
      }
      slot = (slot + 1) % SLOTS;
    }
    return null;
  }

  private static int slot(byte[] text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + text[i];
    }
    return (hash ^ hash >>> 15) & (SLOTS - 1);
  }
}

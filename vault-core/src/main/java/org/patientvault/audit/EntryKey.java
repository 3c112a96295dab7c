package org.patientvault.audit;

import java.util.Locale;

/** The keys of a version-1 entry, in the only order in which they may stand. */
enum EntryKey {
  V,
  T,
  N,
  B,
  K,
  E,
  O,
  A,
  R,
  S,
  D,
  C,
  U,
  X,
  P,
  H,
  W,
  Y,
  Q,
  L,
  G,
  Z;

  /** What every entry has: version, time, node, boot, counter, event, outcome. */
  static final int COMMON = setOf("vtnbkeo");

  /** What any entry may have: request id, detail commitment, written late. */
  static final int ANYWHERE = setOf("xhl");

  /** The letter that stands in the entry. */
  char letter() {
    return (char) (name().charAt(0) + ('a' - 'A'));
  }

  /** The key's place in the entry, from 0: the order of declaration is the format's order. */
  @SuppressWarnings("EnumOrdinal")
  int place() {
    return ordinal();
  }

  int bit() {
    return 1 << place();
  }

  /** A set of keys as a bit mask, from their letters. */
  static int setOf(String letters) {
    int set = 0;
    for (int i = 0; i < letters.length(); i++) {
      set |= valueOf(letters.substring(i, i + 1).toUpperCase(Locale.ROOT)).bit();
    }
    return set;
  }

  /** The letters of a set, in entry order. */
  static String letters(int set) {
    StringBuilder text = new StringBuilder();
    for (EntryKey key : values()) {
      if ((set & key.bit()) != 0) {
        text.append(key.letter());
      }
    }
    return text.toString();
  }
}

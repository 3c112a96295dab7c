package org.patientvault.audit;

import java.nio.charset.StandardCharsets;

/** Checks a key name or origin by the rule of signed notes: no space of any kind, no plus sign. */
final class KeyName {
  private KeyName() {}

  static void check(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a key name must not be empty or hold spaces, control characters or a plus sign");
    }
  }

  static boolean isName(String name) {
    return !name.isEmpty()
        && name.chars().noneMatch(KeyName::isForbidden)
        && StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }

  private static boolean isForbidden(int c) {
    return c == '+'
        || c <= ' '
        || c == 0x85
        || Character.isSpaceChar(c)
        || Character.isWhitespace(c);
  }
}

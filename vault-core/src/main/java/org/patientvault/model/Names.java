package org.patientvault.model;

import java.util.regex.Pattern;

/**
 * Checks the spelling of names that appear in schemas, policies, associated data and log details.
 */
final class Names {
  private Names() {}

  static void check(String what, String value, Pattern allowed) {
    if (!allowed.matcher(value).matches()) {
      throw new IllegalArgumentException("not a " + what + ": it must match " + allowed.pattern());
    }
  }

  static void checkLength(String what, String value, int max) {
    if (value.isEmpty() || value.length() > max) {
      throw new IllegalArgumentException(
          what + " must have 1 to " + max + " characters, not " + value.length());
    }
    if (value.chars().anyMatch(Character::isISOControl) || hasLoneSurrogate(value)) {
      throw new IllegalArgumentException(
          what + " must not hold control characters or broken Unicode");
    }
  }

  private static boolean hasLoneSurrogate(String value) {
    return value
        .codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}

package org.patientvault.audit;

/** Which characters a text value of an entry may have. */
final class CharacterClass {
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String DIGITS = "0123456789";

  /** {@code [a-z0-9][a-z0-9.-]*} */
  static final CharacterClass NODE = new CharacterClass(LOWER + DIGITS, ".-");

  /** {@code [a-z][a-z0-9-]*} */
  static final CharacterClass ROLE = new CharacterClass(LOWER, DIGITS + "-");

  /** {@code [A-Z][A-Z_]*} */
  static final CharacterClass CODE = new CharacterClass(UPPER, "_");

  /** {@code [0-9a-f]*} */
  static final CharacterClass HEX = new CharacterClass(DIGITS + "abcdef", "");

  /** {@code [A-Za-z0-9._-]*} */
  static final CharacterClass REQUEST_ID = new CharacterClass(UPPER + LOWER + DIGITS + "._-", "");

  private final boolean[] starters = new boolean[256];
  private final boolean[] members = new boolean[256];

  private CharacterClass(String anywhere, String notFirst) {
    anywhere.chars().forEach(c -> starters[c] = true);
    (anywhere + notFirst).chars().forEach(c -> members[c] = true);
  }

  /** Whether {@code text} has 1 to {@code most} characters, all of this class. */
  boolean spells(String text, int most) {
    if (text.isEmpty() || text.length() > most || text.charAt(0) > 255) {
      return false;
    }
    boolean good = starters[text.charAt(0)];
    for (int i = 1; i < text.length() && good; i++) {
      good = text.charAt(i) < 256 && members[text.charAt(i)];
    }
    return good;
  }

  boolean has(byte character) {
    return members[character & 0xff];
  }

  boolean mayStartWith(byte character) {
    return starters[character & 0xff];
  }
}

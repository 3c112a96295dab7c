package org.patientvault.audit;

/** Reads decimals as the formats allow them: {@code 0} or digits without a leading zero. */
public final class Decimal {
  private static final int MOST_DIGITS = 18;

  private Decimal() {}

  /**
   * The number.
   *
   * @throws IllegalArgumentException for a sign, a leading zero, another alphabet's digits, or more
   *     than 18 of them
   */
  public static long parse(String text) {
    if (!isDecimal(text)) {
      throw new IllegalArgumentException("not a plain decimal number");
    }
    return Long.parseLong(text);
  }

  /** Whether {@link #parse} takes it. */
  public static boolean isDecimal(String text) {
    return !text.isEmpty()
        && text.length() <= MOST_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && (text.length() == 1 || text.charAt(0) != '0');
  }
}

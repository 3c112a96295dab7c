package org.patientvault.audit;

import java.time.Instant;

/**
 * Writes and reads the one spelling of a time that an entry may have: {@code
 * 2026-01-15T08:31:07.042Z}.
 *
 * <p>Always UTC, always three digits of milliseconds, years 1970 to 9999, no leap second. Hand-made
 * because the committer writes one for every entry.
 */
final class UtcTime {
  static final int LENGTH = 24;

  private static final String SHAPE = "0000-00-00T00:00:00.000Z";
  private static final long MAX_MILLIS = 253_402_300_799_999L;
  private static final long MILLIS_A_DAY = 86_400_000L;

  private UtcTime() {}

  static void check(long epochMillis) {
    if (epochMillis < 0 || epochMillis > MAX_MILLIS) {
      throw new IllegalArgumentException("a time must lie in the years 1970 to 9999");
    }
  }

  /** Writes 24 bytes at {@code offset}. */
  static void write(long epochMillis, byte[] target, int offset) {
    long day = epochMillis / MILLIS_A_DAY;
    int millis = (int) (epochMillis % MILLIS_A_DAY);
    writeDate(day, target, offset);
    target[offset + 10] = 'T';
    two(millis / 3_600_000, target, offset + 11);
    target[offset + 13] = ':';
    two(millis / 60_000 % 60, target, offset + 14);
    target[offset + 16] = ':';
    two(millis / 1_000 % 60, target, offset + 17);
    target[offset + 19] = '.';
    target[offset + 20] = (byte) ('0' + millis / 100 % 10);
    two(millis % 100, target, offset + 21);
    target[offset + 23] = 'Z';
  }

  /** Days to year, month and day in the Gregorian calendar, counting years from March. */
  private static void writeDate(long epochDay, byte[] target, int offset) {
    long shifted = epochDay + 719_468;
    long era = shifted / 146_097;
    int dayOfEra = (int) (shifted % 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int monthFromMarch = (5 * dayOfYear + 2) / 153;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    two(year / 100, target, offset);
    two(year % 100, target, offset + 2);
    target[offset + 4] = '-';
    two(month, target, offset + 5);
    target[offset + 7] = '-';
    two(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, target, offset + 8);
  }

  private static void two(int value, byte[] target, int offset) {
    target[offset] = (byte) ('0' + value / 10);
    target[offset + 1] = (byte) ('0' + value % 10);
  }

  /** True when the 24 bytes at {@code offset} are a time as {@link #write} would write it. */
  static boolean isTime(byte[] text, int offset) {
    for (int i = 0; i < LENGTH; i++) {
      char shape = SHAPE.charAt(i);
      byte found = text[offset + i];
      if (shape == '0' ? found < '0' || found > '9' : found != shape) {
        return false;
      }
    }
    int year = number(text, offset, 4);
    int month = number(text, offset + 5, 2);
    int day = number(text, offset + 8, 2);
    return year >= 1970
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= daysIn(year, month)
        && number(text, offset + 11, 2) < 24
        && number(text, offset + 14, 2) < 60
        && number(text, offset + 17, 2) < 60;
  }

  /** Reads what {@link #isTime} accepted. */
  static Instant read(byte[] text, int offset) {
    return Instant.parse(
        new String(text, offset, LENGTH, java.nio.charset.StandardCharsets.US_ASCII));
  }

  /** Unix milliseconds of what {@link #isTime} accepted, without making objects. */
  static long millis(byte[] text, int offset) {
    int month = number(text, offset + 5, 2);
    long year = number(text, offset, 4) - (month <= 2 ? 1L : 0L);
    int monthFromMarch = month <= 2 ? month + 9 : month - 3;
    long dayOfYear = (153L * monthFromMarch + 2) / 5 + number(text, offset + 8, 2) - 1;
    long day = year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468;
    long seconds =
        number(text, offset + 11, 2) * 3600L
            + number(text, offset + 14, 2) * 60L
            + number(text, offset + 17, 2);
    return day * MILLIS_A_DAY + seconds * 1000 + number(text, offset + 20, 3);
  }

  private static int number(byte[] text, int offset, int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      value = value * 10 + text[offset + i] - '0';
    }
    return value;
  }

  private static int daysIn(int year, int month) {
    if (month == 2) {
      return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }
}

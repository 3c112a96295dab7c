package org.patientvault.model;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.regex.Pattern;

/**
 * A date that may lack its day or its month and day, as clinical dates do: {@code 1970}, {@code
 * 1970-05}, {@code 1970-05-17}.
 */
public record PartialDate(String text) {
  private static final Pattern ALLOWED = Pattern.compile("\\d{4}(-\\d{2}(-\\d{2})?)?");

  public PartialDate {
    if (!ALLOWED.matcher(text).matches() || !exists(text)) {
      throw new IllegalArgumentException("not a date of the form yyyy, yyyy-mm or yyyy-mm-dd");
    }
  }

  private static boolean exists(String text) {
    try {
      switch (text.length()) {
        case 10 -> LocalDate.parse(text);
        case 7 -> YearMonth.parse(text);
        default -> {}
      }
      return true;
    } catch (java.time.DateTimeException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "PartialDate[" + text.length() + " characters]";
  }
}

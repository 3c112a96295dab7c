package org.patientvault.model;

import java.util.regex.Pattern;

/**
 * The name of one field of a record: 1 to 127 letters, digits, {@code _}, {@code .} and {@code -},
 * the first a letter or {@code _}. Case counts.
 *
 * <p>{@link #OTHERS} stands, in schemas, requests and log entries, for every field that the schema
 * does not name.
 */
public record FieldName(String value) implements Comparable<FieldName> {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,126}|\\*");

  /** Every field that the schema does not name; written {@code *}. */
  public static final FieldName OTHERS = new FieldName("*");

  public FieldName {
    // Made for every field of every record that is opened: the plain case costs no matcher.
    if (!isPlain(value)) {
      Names.check("field name", value, ALLOWED);
    }
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z')) {
        return false;
      }
    }
    return !value.isEmpty() && value.length() < 128;
  }

  @Override
  public int compareTo(FieldName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

package org.patientvault.model;

import java.util.regex.Pattern;

/**
 * The name of one field of a record.
 *
 * <p>{@link #OTHERS} stands, in schemas, requests and log entries, for every field that the schema
 * does not name.
 */
public record FieldName(String value) implements Comparable<FieldName> {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,126}|\\*");

  public static final FieldName OTHERS = new FieldName("*");

  public FieldName {
    Names.check("field name", value, ALLOWED);
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

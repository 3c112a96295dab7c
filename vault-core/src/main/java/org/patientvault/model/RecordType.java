package org.patientvault.model;

import java.util.regex.Pattern;

/** What kind of record it is, as the schema names it, for example {@code Observation}. */
public record RecordType(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

  public RecordType {
    Names.check("record type", value, ALLOWED);
  }

  @Override
  public String toString() {
    return value;
  }
}

package org.patientvault.model;

import java.util.regex.Pattern;

/**
 * The class of a field, what access policies speak of: {@code identity}, {@code contact}, {@code
 * clinical} and so on.
 */
public record FieldClass(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  public FieldClass {
    Names.check("field class", value, ALLOWED);
  }

  @Override
  public String toString() {
    return value;
  }
}

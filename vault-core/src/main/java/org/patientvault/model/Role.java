package org.patientvault.model;

import java.util.regex.Pattern;

/** A role as the access policy names it, for example {@code physician}. */
public record Role(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  public Role {
    Names.check("role", value, ALLOWED);
  }

  @Override
  public String toString() {
    return value;
  }
}

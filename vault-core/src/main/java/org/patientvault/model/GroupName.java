package org.patientvault.model;

import java.util.regex.Pattern;

/**
 * The name of one field group: fields sealed together in one value. By default a group is named as
 * its class.
 */
public record GroupName(String value) implements Comparable<GroupName> {
  private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  public GroupName {
    Names.check("group name", value, ALLOWED);
  }

  @Override
  public int compareTo(GroupName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

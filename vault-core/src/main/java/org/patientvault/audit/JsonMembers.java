package org.patientvault.audit;

import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the members of a JSON object, each name once, in any order. For one thread. */
public final class JsonMembers {
  private final SortedMap<String, JsonValue> members = new TreeMap<>();

  JsonMembers() {}

  /**
   * Adds a member.
   *
   * @throws IllegalArgumentException when the name is there already
   */
  public JsonMembers put(String name, JsonValue value) {
    if (members.put(name, value) != null) {
      throw new IllegalArgumentException("a member given twice: " + name);
    }
    return this;
  }

  public JsonMembers put(String name, String text) {
    return put(name, JsonValue.of(text));
  }

  public JsonMembers put(String name, long number) {
    return put(name, JsonValue.of(number));
  }

  public JsonMembers put(String name, boolean flag) {
    return put(name, JsonValue.of(flag));
  }

  public JsonValue.Members build() {
    return new JsonValue.Members(members);
  }
}

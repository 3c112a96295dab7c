package org.patientvault.audit;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a detail record, a public payload or a report is made of: no null, no fraction, one order.
 *
 * <p>Member names are printable ASCII without quote or backslash, so that every language sorts them
 * alike. Numbers stay in the range that every JSON reader keeps exactly.
 */
public sealed interface JsonValue {
  /** Members in the order of their names. */
  record Members(SortedMap<String, JsonValue> members) implements JsonValue {
    public Members {
      members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
      members.keySet().forEach(JsonText::checkName);
    }
  }

  /** An array. */
  record Items(List<JsonValue> items) implements JsonValue {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** Any text without broken surrogate pairs. */
  record Text(String text) implements JsonValue {
    public Text {
      JsonText.checkText(text);
    }

    /** The length only: a detail record's text may name people. */
    @Override
    public String toString() {
      return "Text[" + text.length() + "]";
    }
  }

  /** A whole number from -(2^53 - 1) to 2^53 - 1. */
  record Whole(long number) implements JsonValue {
    public Whole {
      if (Math.abs(number) > EntryStamp.MAX_INTEGER || number == Long.MIN_VALUE) {
        throw new IllegalArgumentException("a number beyond 2^53 - 1: write it as text");
      }
    }
  }

  /** True or false. */
  record Flag(boolean flag) implements JsonValue {}

  static JsonValue of(String text) {
    return new Text(text);
  }

  static JsonValue of(long number) {
    return new Whole(number);
  }

  static JsonValue of(boolean flag) {
    return new Flag(flag);
  }

  static JsonValue ofTexts(List<String> texts) {
    return new Items(texts.stream().map(JsonValue::of).toList());
  }

  static JsonValue of(List<? extends JsonValue> items) {
    return new Items(List.copyOf(items));
  }

  /** Starts an object. */
  static JsonMembers members() {
    return new JsonMembers();
  }
}

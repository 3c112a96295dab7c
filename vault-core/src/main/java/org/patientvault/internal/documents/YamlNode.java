package org.patientvault.internal.documents;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.patientvault.model.VaultException;

/**
 * One node of a YAML file, with its line, that gives only what it is asked for.
 *
 * <p>Every getter refuses another type than the one it names, with the line and the reason, as
 * {@link VaultException.InvalidInput}.
 */
sealed interface YamlNode {
  /** Counted from 1. */
  int line();

  /** What it is, for a message. */
  String kind();

  /** A plain or quoted text. */
  record Text(int line, String text) implements YamlNode {
    @Override
    public String kind() {
      return "a text";
    }
  }

  /** A number, {@code true}, {@code false} or nothing, as written. */
  record Literal(int line, String kind, String text) implements YamlNode {}

  /** {@code [a, b]} or lines that begin with a dash. */
  record Sequence(int line, List<YamlNode> items) implements YamlNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys with values, in the order of the file. */
  record Mapping(int line, Map<String, YamlNode> entries) implements YamlNode {
    public Mapping {
      entries = Collections.unmodifiableMap(entries);
    }

    @Override
    public String kind() {
      return "a mapping";
    }

    /** Refuses any key that is not in {@code known}. */
    void allowOnly(Set<String> known) {
      entries.forEach(
          (key, value) -> {
            if (!known.contains(key)) {
              throw value.refused("unknown key '" + shortened(key) + "', known are " + known);
            }
          });
    }

    YamlNode require(String key) {
      YamlNode value = entries.get(key);
      if (value == null) {
        throw refused("the key '" + key + "' is missing");
      }
      return value;
    }
  }

  default String asText() {
    if (this instanceof Text text) {
      return text.text();
    }
    throw refused("expected a text, found " + kind());
  }

  default boolean asBoolean() {
    if (this instanceof Literal literal && literal.kind().equals("true or false")) {
      return literal.text().equals("true");
    }
    throw refused("expected true or false, found " + kind());
  }

  /** A number from 0 to {@code most}. */
  default int asCount(int most) {
    if (this instanceof Literal literal && literal.text().matches("\\d{1,9}")) {
      int count = Integer.parseInt(literal.text());
      if (count <= most) {
        return count;
      }
    }
    throw refused("expected a whole number from 0 to " + most);
  }

  default Mapping asMapping() {
    if (this instanceof Mapping mapping) {
      return mapping;
    }
    throw refused("expected keys with values, found " + kind());
  }

  default List<YamlNode> asList() {
    if (this instanceof Sequence sequence) {
      return sequence.items();
    }
    throw refused("expected a list, found " + kind());
  }

  /** A list, or one item that stands for a list of one. */
  default List<YamlNode> asListOrOne() {
    return this instanceof Sequence sequence ? sequence.items() : List.of(this);
  }

  /** Turns the {@link IllegalArgumentException} of a model type into a refusal of this line. */
  default <T> T as(java.util.function.Function<String, T> constructor) {
    String text = asText();
    try {
      return constructor.apply(text);
    } catch (IllegalArgumentException e) {
      throw refused("'" + shortened(text) + "' is " + e.getMessage());
    }
  }

  default VaultException.InvalidInput refused(String reason) {
    return new VaultException.InvalidInput("line " + line() + ": " + reason);
  }

  static String shortened(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= 40 ? printable : printable.substring(0, 40) + "…";
  }
}

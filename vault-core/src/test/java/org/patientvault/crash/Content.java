package org.patientvault.crash;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.patientvault.model.FieldValue;

/**
 * Field values that a number stands for, so that an acknowledgement can name them in a few bytes.
 */
final class Content {
  /** One field in each of four groups. */
  static final String[] FIELDS = {"status", "subject", "valueString", "note"};

  private static final int LONGEST = 900;

  private Content() {}

  static FieldValue value(String field, long seed) {
    return FieldValue.text(text(field, seed));
  }

  /** The text begins with its seed; the rest follows from field and seed. */
  private static String text(String field, long seed) {
    Random letters = new Random(seed * 31 + field.hashCode());
    StringBuilder text = new StringBuilder().append(seed).append(':');
    for (int left = letters.nextInt(LONGEST); left > 0; left--) {
      text.append((char) ('a' + letters.nextInt(26)));
    }
    return text.toString();
  }

  static Map<String, FieldValue> values(Map<String, Long> seeds) {
    Map<String, FieldValue> values = new LinkedHashMap<>();
    seeds.forEach((field, seed) -> values.put(field, value(field, seed)));
    return values;
  }

  /** The seed that {@code found} was made from; an AssertionError when it is not whole. */
  static long seed(String field, FieldValue found) {
    String text = found.asText();
    long seed = Long.parseLong(text.substring(0, text.indexOf(':')));
    if (!text.equals(text(field, seed))) {
      throw new AssertionError("the field " + field + " came back changed");
    }
    return seed;
  }
}

package org.patientvault.crash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.patientvault.RecordView;
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

  /** New seeds for some of the fields. */
  static Map<String, Long> newSeeds(int fields, Random random) {
    Map<String, Long> seeds = new TreeMap<>();
    someFields(fields, random).forEach(field -> seeds.put(field, random.nextLong() >>> 1));
    return seeds;
  }

  static List<String> someFields(int count, Random random) {
    List<String> fields = new ArrayList<>(Arrays.asList(FIELDS));
    Collections.shuffle(fields, random);
    return fields.subList(0, count);
  }

  /** What each field of {@code view} was made from; an AssertionError when one is not whole. */
  static Map<String, Long> seeds(RecordView view) {
    Map<String, Long> seeds = new TreeMap<>();
    view.fields().forEach((field, value) -> seeds.put(field.value(), seed(field.value(), value)));
    return seeds;
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

package org.patientvault.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.patientvault.model.FieldValue;

/** What is stored: visits of twelve fields of forty characters, in four classes. */
final class Visits {
  static final int FIELD_BYTES = 40;

  static final List<String> FIELDS =
      List.of(
          "family",
          "given",
          "birthDate",
          "phone",
          "address",
          "ward",
          "reason",
          "diagnosis",
          "medication",
          "allergy",
          "plan",
          "note");

  static final byte[] SCHEMA =
      """
      patientvault-schema: 1
      name: visits
      classes:
        administrative: M
        identity: N
        clinical: N
        narrative: R
        sensitive: V
      other-types: sensitive
      types:
        Visit:
          fields:
            administrative: [phone, address, ward]
            identity: [family, given, birthDate]
            clinical: [reason, diagnosis, medication, allergy]
            narrative: [plan, note]
          others: sensitive
      """
          .getBytes(StandardCharsets.UTF_8);

  private Visits() {}

  /** The values of the visit with this number, in the order of {@link #FIELDS}. */
  static List<String> values(int number) {
    Random random = new Random(number);
    return FIELDS.stream().map(field -> text(random)).toList();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder(FIELD_BYTES);
    for (int i = 0; i < FIELD_BYTES; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  /** The same as the vault takes it. */
  static Map<String, FieldValue> fields(int number) {
    List<String> values = values(number);
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      fields.put(FIELDS.get(i), FieldValue.text(values.get(i)));
    }
    return fields;
  }
}

package org.patientvault.bench;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Records of twelve fields of forty characters, in three classes: 99 of 100 rows of the Synthea
 * records have three groups under the shipped schema. The same for the same number.
 */
public final class VisitFields {
  /** What each field holds: as many characters, and bytes. */
  public static final int FIELD_BYTES = 40;

  /** The fields, in the order in which {@link #of} gives them. */
  public static final List<String> NAMES =
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

  /** Twelve fields in three groups. */
  public static final byte[] SCHEMA =
      """
      patientvault-schema: 1
      name: visits
      classes:
        identity: N
        clinical: N
        narrative: R
        sensitive: V
      other-types: sensitive
      types:
        Visit:
          fields:
            identity: [family, given, birthDate, phone, address, ward]
            clinical: [reason, diagnosis, medication, allergy]
            narrative: [plan, note]
          others: sensitive
      """
          .getBytes(StandardCharsets.UTF_8);

  private VisitFields() {}

  /** The fields of the visit with this number. */
  public static Map<String, String> of(int number) {
    Random random = new Random(number);
    Map<String, String> fields = new LinkedHashMap<>();
    NAMES.forEach(name -> fields.put(name, text(random)));
    return fields;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder(FIELD_BYTES);
    for (int i = 0; i < FIELD_BYTES; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}

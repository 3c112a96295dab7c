package org.patientvault.bench;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Records of twelve fields of forty characters, in four classes. The same for the same number. */
public final class VisitFields {
  /** Twelve fields in four groups. */
  public static final byte[] SCHEMA =
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

  private static final String[] NAMES = {
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
    "note"
  };

  private static final int CHARACTERS = 40;

  private VisitFields() {}

  /** The fields of the visit with this number. */
  public static Map<String, String> of(int number) {
    Random random = new Random(number);
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : NAMES) {
      fields.put(name, text(random));
    }
    return fields;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder(CHARACTERS);
    for (int i = 0; i < CHARACTERS; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}

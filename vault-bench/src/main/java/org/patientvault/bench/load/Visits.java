package org.patientvault.bench.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.patientvault.bench.VisitFields;
import org.patientvault.model.FieldValue;

/** What is stored, as each system takes it. */
final class Visits {
  private Visits() {}

  /** The values of the visit with this number, in the order of {@link VisitFields#NAMES}. */
  static List<String> values(int number) {
    return List.copyOf(VisitFields.of(number).values());
  }

  /** The same as the vault takes it. */
  static Map<String, FieldValue> fields(int number) {
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    VisitFields.of(number).forEach((name, text) -> fields.put(name, FieldValue.text(text)));
    return fields;
  }
}

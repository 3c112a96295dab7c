package org.patientvault.audit.fhir;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.audit.JsonValue;

/**
 * One line of a detail's {@code records}: which records of a type, which of their fields.
 *
 * @param revision the one that was named, 0 for the newest
 */
record RecordLine(String type, List<String> ids, List<String> fields, long revision) {
  /** Every line that is one. */
  static List<RecordLine> of(List<JsonValue> records) {
    List<RecordLine> lines = new ArrayList<>(records.size());
    for (JsonValue each : records) {
      if (each instanceof JsonValue.Members line) {
        lines.add(
            new RecordLine(
                String.join("", texts(line.members().get("type"))),
                texts(line.members().get("ids")),
                texts(line.members().get("fields")),
                line.members().get("revision") instanceof JsonValue.Whole whole
                    ? whole.number()
                    : 0));
      }
    }
    return lines;
  }

  private static List<String> texts(@org.jspecify.annotations.Nullable JsonValue value) {
    if (value instanceof JsonValue.Text text) {
      return List.of(text.text());
    }
    if (!(value instanceof JsonValue.Items items)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(items.items().size());
    for (JsonValue each : items.items()) {
      if (each instanceof JsonValue.Text text) {
        texts.add(text.text());
      }
    }
    return texts;
  }
}

package org.patientvault.bench.load;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** FHIR observations of twelve members, for an import: ten for each patient, no patient twice. */
final class Observations {
  private static final int PER_PATIENT = 10;

  private int next;

  /** Writes the next {@code count} as NDJSON. */
  void write(Path file, int count) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < count; i++) {
        out.write(json(next++));
        out.newLine();
      }
    }
  }

  private static String json(int number) {
    List<String> text = Visits.values(number);
    return """
    {"resourceType":"Observation","id":"o-%d","status":"final","category":[{"text":"%s"}],"code":{"text":"%s"},\
    "subject":{"reference":"Patient/p-%d"},"effectiveDateTime":"2026-01-15T08:31:07Z","issued":"2026-01-15T08:31:07.042Z",\
    "performer":[{"display":"%s"}],"valueString":"%s","interpretation":[{"text":"%s"}],"note":[{"text":"%s"}],\
    "bodySite":{"text":"%s"},"method":{"text":"%s"}}\
    """
        .formatted(
            number,
            text.get(0),
            text.get(1),
            number / PER_PATIENT,
            text.get(2),
            text.get(3),
            text.get(4),
            text.get(5),
            text.get(6),
            text.get(7));
  }
}

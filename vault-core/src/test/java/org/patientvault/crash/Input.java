package org.patientvault.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;

/** A file to import: patients with observations, as FHIR NDJSON. */
final class Input {
  static final int PATIENTS = 6;
  static final int OBSERVATIONS = 40;
  static final int RESOURCES = PATIENTS * (1 + OBSERVATIONS);
  static final String SYSTEM = "urn:crash:import";

  private Input() {}

  static Path file(Path folder) {
    return folder.resolve("input.ndjson");
  }

  /** Writes new patients, whom {@code seed} names. */
  static void write(Path folder, long seed) throws IOException {
    StringBuilder lines = new StringBuilder();
    Random values = new Random(seed);
    for (int p = 0; p < PATIENTS; p++) {
      String id = patientId(seed, p);
      lines.append(
          """
          {"resourceType":"Patient","id":"%s","identifier":[{"system":"%s","value":"%s"}]}
          """
              .formatted(id, SYSTEM, id));
      for (int o = 0; o < OBSERVATIONS; o++) {
        lines.append(
            """
            {"resourceType":"Observation","id":"%s-%d","status":"final","subject":{"reference":"Patient/%s"},"valueInteger":%d}
            """
                .formatted(id, o, id, values.nextInt()));
      }
    }
    Path draft = folder.resolve("input.draft");
    Files.writeString(draft, lines);
    Files.move(draft, file(folder), StandardCopyOption.REPLACE_EXISTING);
  }

  static String patientId(long seed, int number) {
    return Long.toHexString(seed) + "-" + number;
  }
}

package org.patientvault.internal.documents;

import java.io.IOException;
import java.io.InputStream;

/** The schema and the policy that a new vault begins with, as the files they are. */
public final class ShippedFiles {
  private ShippedFiles() {}

  /** {@code fhir-r4.schema.yaml}: a fresh copy. */
  public static byte[] fhirR4Schema() {
    return read("fhir-r4.schema.yaml");
  }

  /** {@code default.policy.yaml}: a fresh copy. */
  public static byte[] defaultPolicy() {
    return read("default.policy.yaml");
  }

  private static byte[] read(String name) {
    try (InputStream in = ShippedFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError(name + " is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(name + " in the jar cannot be read", e);
    }
  }
}

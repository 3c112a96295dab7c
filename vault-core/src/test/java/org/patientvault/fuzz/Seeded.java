package org.patientvault.fuzz;

import java.util.Map;

/** A fuzz target that says what it starts from. */
public interface Seeded {
  /**
   * Small inputs of this project's own making, by name; the same at every call. {@link
   * SeedCorpusTest} keeps them as files.
   */
  Map<String, byte[]> seeds();
}

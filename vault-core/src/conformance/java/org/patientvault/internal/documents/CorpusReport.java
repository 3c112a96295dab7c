package org.patientvault.internal.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the corpus tests counted, for a reader: {@code target/corpus-report.txt}. */
final class CorpusReport {
  private static final Path FILE = Path.of("target", "corpus-report.txt");

  private CorpusReport() {}

  static void add(String what, Object result) {
    try {
      Files.writeString(
          FILE, what + ": " + result + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

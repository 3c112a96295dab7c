package org.patientvault.audit.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The page's own files, as they stand in the source. */
final class PageResources {
  /** One program in several files, each using what the ones before it define. */
  private static final List<String> SCRIPTS =
      List.of(
          "words.js",
          "data.js",
          "merkle.js",
          "note.js",
          "entries.js",
          "rows.js",
          "check.js",
          "entry.js",
          "table.js",
          "chart.js",
          "page.js");

  private PageResources() {}

  static String template() {
    return read("page.html");
  }

  static String style() {
    return read("page.css");
  }

  static String script() {
    return SCRIPTS.stream()
        .map(PageResources::read)
        .collect(Collectors.joining("\n", "\"use strict\";\n\n", ""));
  }

  /** A text of this package. */
  static String read(String name) {
    try (InputStream in = PageResources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("the library lacks its file " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a file of the library cannot be read: " + name, e);
    }
  }
}

package org.patientvault.audit.report;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** What the page says of itself, in one language. */
final class PageWords {
  private static final Set<String> LANGUAGES = Set.of("en", "fr");

  private final Map<String, String> words = new TreeMap<>();

  private PageWords(String language) {
    words.putAll(read("words_" + language + ".properties"));
    // The rows of a report say what happened in these words: the page reads them by the same.
    read("reports_" + language + ".properties").entrySet().stream()
        .filter(word -> word.getKey().matches("event\\.[A-Z_]+"))
        .forEach(word -> words.put(word.getKey(), word.getValue()));
  }

  private static Map<String, String> read(String file) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(PageResources.read(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("words of the library cannot be read", e);
    }
    Map<String, String> read = new TreeMap<>();
    properties.forEach((key, word) -> read.put((String) key, (String) word));
    return read;
  }

  static PageWords of(String language) {
    if (!LANGUAGES.contains(language)) {
      throw new IllegalArgumentException("a page is written in en or fr, not in " + language);
    }
    return new PageWords(language);
  }

  Map<String, String> all() {
    return words;
  }

  PageTemplate.Part json() {
    return out -> {
      PageJson json = new PageJson(out).open('{');
      for (Map.Entry<String, String> word : words.entrySet()) {
        json.name(word.getKey()).text(word.getValue());
      }
      json.close('}').flush();
    };
  }
}

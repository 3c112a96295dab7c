package org.patientvault.audit.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with places, {@code ${name}}, that are filled while it is written. */
final class PageTemplate {
  private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z:.-]+)}");

  private final String text;

  PageTemplate(String text) {
    this.text = text;
  }

  /** What fills a place. */
  @FunctionalInterface
  interface Part {
    void writeTo(OutputStream out) throws IOException;
  }

  void write(OutputStream out, Map<String, Part> parts) throws IOException {
    Matcher place = PLACE.matcher(text);
    int from = 0;
    while (place.find()) {
      out.write(text.substring(from, place.start()).getBytes(StandardCharsets.UTF_8));
      Part part = parts.get(place.group(1));
      if (part == null) {
        throw new AssertionError("nothing fills the page's place " + place.group(1));
      }
      part.writeTo(out);
      from = place.end();
    }
    out.write(text.substring(from).getBytes(StandardCharsets.UTF_8));
  }
}

package org.patientvault.audit.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes JSON that may also stand inside an HTML script element: no text of a stranger can end it.
 * Characters that no display shows are written as escapes.
 */
final class PageJson {
  private final Writer out;
  private boolean first = true;

  PageJson(OutputStream out) {
    this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
  }

  PageJson open(char bracket) throws IOException {
    separate();
    out.write(bracket);
    first = true;
    return this;
  }

  PageJson close(char bracket) throws IOException {
    out.write(bracket);
    first = false;
    return this;
  }

  PageJson name(String name) throws IOException {
    text(name);
    out.write(':');
    first = true;
    return this;
  }

  PageJson number(long value) throws IOException {
    separate();
    out.write(Long.toString(value));
    return this;
  }

  PageJson text(String text) throws IOException {
    separate();
    out.write('"');
    for (int i = 0; i < text.length(); i++) {
      write(text.charAt(i), isPaired(text, i));
    }
    out.write('"');
    return this;
  }

  void flush() throws IOException {
    out.flush();
  }

  private void separate() throws IOException {
    if (!first) {
      out.write(',');
    }
    first = false;
  }

  private void write(char c, boolean paired) throws IOException {
    if (c == '"' || c == '\\') {
      out.write('\\');
      out.write(c);
    } else if (c == '\n') {
      out.write("\\n");
    } else if (!paired && (c == '<' || c == '>' || c == '&' || PageText.isUnseen(c))) {
      out.write(String.format(Locale.ROOT, "\\u%04x", (int) c));
    } else {
      out.write(c);
    }
  }

  /** Half of a character beyond the first 65,536: the two halves stay together. */
  private static boolean isPaired(String text, int at) {
    char c = text.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : Character.isLowSurrogate(c) && at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}

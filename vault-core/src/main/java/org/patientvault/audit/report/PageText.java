package org.patientvault.audit.report;

import java.util.Locale;

/**
 * Text of strangers, safe to stand in HTML text or a quoted attribute.
 *
 * <p>Characters that steer a display without being seen (controls, line separators, overrides of
 * the writing direction) are spelled out, such as {@code ⟨U+202E⟩}: nobody hides a name by turning
 * it round.
 */
final class PageText {
  private PageText() {}

  static String escaped(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(c, html));
    return html.toString();
  }

  private static void append(int c, StringBuilder html) {
    switch (c) {
      case '&' -> html.append("&amp;");
      case '<' -> html.append("&lt;");
      case '>' -> html.append("&gt;");
      case '"' -> html.append("&quot;");
      case '\'' -> html.append("&#39;");
      default -> {
        if (isUnseen(c)) {
          html.append(String.format(Locale.ROOT, "\u27e8U+%04X\u27e9", c));
        } else {
          html.appendCodePoint(c);
        }
      }
    }
  }

  /** True for what a reader cannot see, though it changes what is seen. */
  static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}

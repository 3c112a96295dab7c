package org.patientvault.audit;

/** Spells text in canonical JSON: the escapes of RFC 8785 and no others, in quotes. */
final class JsonText {
  private static final String SHORT = "btn-fr"; // U+0008 to U+000D, the fifth without a short form
  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  static void write(String text, StringBuilder target) {
    target.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        target.append('\\').append(c);
      } else if (c < ' ') {
        writeControl(c, target);
      } else {
        target.append(c);
      }
    }
    target.append('"');
  }

  private static void writeControl(char c, StringBuilder target) {
    if (c >= '\b' && c <= '\r' && c != 0x0b) {
      target.append('\\').append(SHORT.charAt(c - '\b'));
    } else {
      target.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
    }
  }

  static void checkText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isSurrogatePair(c, text.charAt(i))) {
          throw new IllegalArgumentException("text with a broken surrogate pair");
        }
      }
    }
  }

  static void checkName(String name) {
    if (name.isEmpty() || !isPlain(name)) {
      throw new IllegalArgumentException("a member name must be plain ASCII, and not empty");
    }
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}

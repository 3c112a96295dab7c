package org.patientvault.leak;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The ways in which a value may stand in a file without being encrypted. */
enum Spelling {
  AS_IT_IS,
  LOWER_CASE,
  UPPER_CASE,
  UTF_16,
  HEX,
  HEX_UPPER_CASE,
  BASE64,
  BASE64_SHIFTED_BY_ONE,
  BASE64_SHIFTED_BY_TWO;

  byte[] of(String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    return switch (this) {
      case AS_IT_IS -> text;
      case LOWER_CASE -> value.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
      case UPPER_CASE -> value.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
      case UTF_16 -> value.getBytes(StandardCharsets.UTF_16LE);
      case HEX -> ascii(HexFormat.of().formatHex(text));
      case HEX_UPPER_CASE -> ascii(HexFormat.of().withUpperCase().formatHex(text));
      case BASE64 -> base64(text, 0);
      case BASE64_SHIFTED_BY_ONE -> base64(text, 1);
      case BASE64_SHIFTED_BY_TWO -> base64(text, 2);
    };
  }

  /** The characters that hold bits of {@code text} alone, wherever it begins in a longer value. */
  private static byte[] base64(byte[] text, int before) {
    byte[] shifted = new byte[before + text.length];
    System.arraycopy(text, 0, shifted, before, text.length);
    byte[] whole = Base64.getEncoder().withoutPadding().encode(shifted);
    int from = (before * 8 + 5) / 6;
    int to = shifted.length * 8 / 6;
    return Arrays.copyOfRange(whole, from, to);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** All that are long enough to be no chance. */
  static List<byte[]> all(String value) {
    List<byte[]> all = new ArrayList<>();
    for (Spelling each : values()) {
      byte[] spelled = each.of(value);
      if (spelled.length >= PersonalText.SHORTEST_BYTES) {
        all.add(spelled);
      }
    }
    return all;
  }
}

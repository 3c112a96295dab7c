package org.patientvault.keys.cloud;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code vault:vN:} and base64. The server's decoder skips line breaks and unused bits, so the one
 * canonical form is checked here: else a changed slot could open.
 */
final class TransitCiphertext {
  private static final Pattern FORM = Pattern.compile("vault:v[1-9][0-9]{0,8}:([A-Za-z0-9+/=]+)");

  private TransitCiphertext() {}

  static boolean isCanonical(byte[] ciphertext) {
    Matcher form = FORM.matcher(new String(ciphertext, StandardCharsets.ISO_8859_1));
    if (!form.matches()) {
      return false;
    }
    byte[] text = form.group(1).getBytes(StandardCharsets.US_ASCII);
    try {
      return Arrays.equals(Base64.getEncoder().encode(Base64.getDecoder().decode(text)), text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

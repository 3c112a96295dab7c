package org.patientvault.keys;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * What a slot under a key service stores: version, then the key's name there. Format:
 * docs/formats/key-hierarchy.md.
 */
final class CloudParameters {
  private static final byte VERSION = 1;
  private static final Pattern NAME = Pattern.compile("[!-~]{1,2048}");

  private CloudParameters() {}

  static Bytes encode(String keyName) {
    if (!NAME.matcher(keyName).matches()) {
      throw new AssertionError("a key's name of " + keyName.length() + " characters");
    }
    byte[] name = keyName.getBytes(StandardCharsets.US_ASCII);
    byte[] encoded = new byte[1 + name.length];
    encoded[0] = VERSION;
    System.arraycopy(name, 0, encoded, 1, name.length);
    return Bytes.wrap(encoded);
  }

  static String parse(Bytes parameters) {
    byte[] encoded = parameters.toArray();
    if (encoded.length > 0 && encoded[0] != VERSION) {
      throw new VaultException.UnsupportedFormat(
          "the slot's parameters have version "
              + (encoded[0] & 0xFF)
              + "; this program knows version 1");
    }
    String name =
        new String(
            encoded,
            Math.min(1, encoded.length),
            Math.max(0, encoded.length - 1),
            StandardCharsets.ISO_8859_1);
    if (!NAME.matcher(name).matches()) {
      throw new VaultException.Tampered("the slot's parameters name no key");
    }
    return name;
  }
}

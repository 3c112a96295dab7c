package org.patientvault.keys;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import org.patientvault.model.VaultException;

/**
 * Reads a secret and turns it into the bytes that keys are derived from: UTF-8 of the NFC form, so
 * that one passphrase typed on two systems is one passphrase.
 */
final class Passphrase {
  /** The least characters of the secret of a new slot. */
  static final int MIN_CHARACTERS = 8;

  private static final int MAX_UTF8_BYTES_PER_CHAR = 3;

  private Passphrase() {}

  /**
   * The secret of a slot there is; the caller wipes it.
   *
   * @throws VaultException.KeyUnavailable when the source gave nothing, or an array that somebody
   *     wiped
   */
  static char[] read(SecretSource source) {
    char[] secret = source.read();
    if (secret == null) {
      throw new VaultException.KeyUnavailable("the source gave no secret"); // a console at its end
    }
    if (secret.length > 0 && CharBuffer.wrap(secret).chars().allMatch(c -> c == 0)) {
      throw new VaultException.KeyUnavailable(
          "the secret was wiped after its first use; the source must give a fresh array each time");
    }
    return secret;
  }

  /** The secret of a new slot; the caller wipes it. */
  static char[] readNew(SecretSource source) {
    char[] secret = read(source);
    if (secret.length < MIN_CHARACTERS) {
      Arrays.fill(secret, '\0');
      throw new VaultException.InvalidInput(
          "a new slot's passphrase or password has at least " + MIN_CHARACTERS + " characters");
    }
    return secret;
  }

  /** Wipes {@code secret}; the caller wipes the answer. */
  static byte[] toUtf8(char[] secret) {
    CharBuffer normal = CharBuffer.wrap(secret);
    if (!Normalizer.isNormalized(normal, Normalizer.Form.NFC)) {
      // The one copy that cannot be wiped: the JDK normalises into strings only.
      normal = CharBuffer.wrap(Normalizer.normalize(normal, Normalizer.Form.NFC).toCharArray());
    }
    ByteBuffer utf8 = ByteBuffer.allocate(MAX_UTF8_BYTES_PER_CHAR * normal.length());
    try {
      if (StandardCharsets.UTF_8.newEncoder().encode(normal, utf8, true).isError()) {
        throw new VaultException.InvalidInput("the passphrase is not valid Unicode");
      }
      return Arrays.copyOf(utf8.array(), utf8.position());
    } finally {
      Arrays.fill(utf8.array(), (byte) 0);
      Arrays.fill(normal.array(), '\0');
      Arrays.fill(secret, '\0');
    }
  }
}

package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.codec.binary.Base64;
import org.patientvault.model.Bytes;

/**
 * Standard Base 64 with padding, one text for one value.
 *
 * <p>Decoders skip foreign characters, missing padding or spare bits, each in its own way; here a
 * text counts only when encoding its value gives it back.
 */
public final class StrictBase64 {
  private StrictBase64() {}

  /** The one text of a value. */
  public static String encode(byte[] value) {
    return Base64.encodeBase64String(value);
  }

  /** The value; empty when this is not the one text of any. */
  public static Optional<Bytes> decode(String text) {
    byte[] value = Base64.decodeBase64(text.getBytes(StandardCharsets.UTF_8));
    return encode(value).equals(text) ? Optional.of(Bytes.of(value)) : Optional.empty();
  }
}

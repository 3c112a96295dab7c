package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.patientvault.model.VaultException;

/**
 * The one spelling of a JSON value: UTF-8, no spaces, sorted members, whole numbers, the fewest
 * escapes.
 *
 * <p>What it writes is also canonical by RFC 8785; it takes less than that: no null, no fraction,
 * ASCII member names. Format: docs/formats/audit-log.md.
 */
public final class CanonicalJson {
  static final int MAX_DEPTH = 16;

  private CanonicalJson() {}

  /** The bytes of a value. */
  public static byte[] write(JsonValue value) {
    StringBuilder text = new StringBuilder(256);
    write(value, text);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Appends {@code text} as a JSON string; broken surrogates are an IllegalArgumentException. */
  public static void write(String text, StringBuilder target) {
    JsonText.checkText(text);
    JsonText.write(text, target);
  }

  /** Appends the spelling of a value. */
  public static void write(JsonValue value, StringBuilder target) {
    if (value instanceof JsonValue.Members members) {
      char before = '{';
      for (var member : members.members().entrySet()) {
        JsonText.write(member.getKey(), target.append(before));
        write(member.getValue(), target.append(':'));
        before = ',';
      }
      target.append(before == '{' ? "{}" : "}");
    } else if (value instanceof JsonValue.Items items) {
      char before = '[';
      for (JsonValue item : items.items()) {
        write(item, target.append(before));
        before = ',';
      }
      target.append(before == '[' ? "[]" : "]");
    } else if (value instanceof JsonValue.Text text) {
      JsonText.write(text.text(), target);
    } else if (value instanceof JsonValue.Whole whole) {
      target.append(whole.number());
    } else if (value instanceof JsonValue.Flag flag) {
      target.append(flag.flag());
    }
  }

  /**
   * Reads what {@link #write} wrote, and only that.
   *
   * @throws VaultException.LimitExceeded when longer than {@code maxBytes} or deeper than 16
   * @throws VaultException.InvalidInput when it is not canonical JSON; shows none of it
   */
  public static JsonValue parse(byte[] bytes, int maxBytes) {
    if (bytes.length > maxBytes) {
      throw new VaultException.LimitExceeded(
          "a JSON text of " + bytes.length + " bytes; at most " + maxBytes + " are read");
    }
    JsonValue value = new JsonParser(decoded(bytes)).parse();
    if (!Arrays.equals(write(value), bytes)) {
      throw new VaultException.InvalidInput("JSON that is not in canonical spelling");
    }
    return value;
  }

  private static String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new VaultException.InvalidInput("JSON that is not UTF-8", e);
    }
  }
}

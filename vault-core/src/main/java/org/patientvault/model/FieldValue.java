package org.patientvault.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * The typed value of one field, in the encoding that is sealed.
 *
 * <p>Absent (no such field), null (known to have no value), empty (a value of length zero) and
 * erased (was there, is gone for ever) are four different things. Equality is by kind and content.
 * {@code toString} prints kind and length only. Safe for use by several threads. Encoding:
 * docs/formats/field-envelope.md.
 */
public final class FieldValue {
  /**
   * Kinds in the order of their codes in the format. Absent and erased are answers and are never
   * stored.
   */
  public enum Kind {
    NULL(0),
    TEXT(1),
    INTEGER(2),
    DECIMAL(3),
    BOOLEAN(4),
    DATE(5),
    INSTANT(6),
    BYTES(7),
    JSON(8),
    ABSENT(-1),
    ERASED(-1);

    private static final Kind[] STORED = {
      NULL, TEXT, INTEGER, DECIMAL, BOOLEAN, DATE, INSTANT, BYTES, JSON
    };

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** The code in the format; -1 for the kinds that are never stored. */
    public int code() {
      return code;
    }

    /** The stored kind with this code; any other code is an {@link IllegalArgumentException}. */
    public static Kind ofCode(int code) {
      if (code < 0 || code >= STORED.length) {
        throw new IllegalArgumentException("no field value has kind code " + code);
      }
      return STORED[code];
    }
  }

  /** The longest stored value, in bytes. */
  public static final int MAX_BYTES = 8 << 20;

  private static final FieldValue NULL_VALUE = new FieldValue(Kind.NULL, new byte[0]);
  private static final FieldValue ABSENT_VALUE = new FieldValue(Kind.ABSENT, new byte[0]);
  private static final FieldValue ERASED_VALUE = new FieldValue(Kind.ERASED, new byte[0]);

  private final Kind kind;
  private final byte[] encoded;

  private FieldValue(Kind kind, byte[] encoded) {
    if (encoded.length > MAX_BYTES) {
      throw new VaultException.LimitExceeded(
          "a field value of "
              + encoded.length
              + " bytes is over the limit of "
              + MAX_BYTES
              + "; store it as an attachment outside");
    }
    this.kind = kind;
    this.encoded = encoded;
  }

  public static FieldValue ofNull() {
    return NULL_VALUE;
  }

  public static FieldValue absent() {
    return ABSENT_VALUE;
  }

  public static FieldValue erased() {
    return ERASED_VALUE;
  }

  /** Any Unicode text; broken surrogates are an {@link IllegalArgumentException}. */
  public static FieldValue text(String text) {
    return new FieldValue(Kind.TEXT, utf8(text));
  }

  public static FieldValue integer(long value) {
    return integer(BigInteger.valueOf(value));
  }

  public static FieldValue integer(BigInteger value) {
    return new FieldValue(Kind.INTEGER, utf8(value.toString()));
  }

  /** Keeps the scale: {@code 1.00} comes back as {@code 1.00}. */
  public static FieldValue decimal(BigDecimal value) {
    return new FieldValue(Kind.DECIMAL, utf8(value.toString()));
  }

  public static FieldValue bool(boolean value) {
    return new FieldValue(Kind.BOOLEAN, new byte[] {(byte) (value ? 1 : 0)});
  }

  public static FieldValue date(PartialDate value) {
    return new FieldValue(Kind.DATE, utf8(value.text()));
  }

  public static FieldValue date(String text) {
    return date(new PartialDate(text));
  }

  public static FieldValue instant(Instant value) {
    return new FieldValue(Kind.INSTANT, utf8(value.toString()));
  }

  public static FieldValue bytes(byte[] value) {
    return new FieldValue(Kind.BYTES, value.clone());
  }

  /** One JSON value as text, kept to the letter. The caller answers for its being JSON. */
  public static FieldValue json(String json) {
    return new FieldValue(Kind.JSON, utf8(json));
  }

  /** What {@link #encoded} gave, read back; the kinds that are never stored are refused. */
  public static FieldValue decode(Kind kind, byte[] source, int offset, int length) {
    if (kind == Kind.ABSENT || kind == Kind.ERASED) {
      throw new IllegalArgumentException(kind + " is never stored");
    }
    return new FieldValue(kind, Arrays.copyOfRange(source, offset, offset + length));
  }

  public Kind kind() {
    return kind;
  }

  public int encodedSize() {
    return encoded.length;
  }

  /** Copies the encoding into {@code target} at {@code offset}. */
  public void encodeTo(byte[] target, int offset) {
    System.arraycopy(encoded, 0, target, offset, encoded.length);
  }

  public boolean isAbsent() {
    return kind == Kind.ABSENT;
  }

  public boolean isNull() {
    return kind == Kind.NULL;
  }

  public String asText() {
    return string(Kind.TEXT);
  }

  public BigInteger asInteger() {
    return new BigInteger(string(Kind.INTEGER));
  }

  public BigDecimal asDecimal() {
    return new BigDecimal(string(Kind.DECIMAL));
  }

  public boolean asBoolean() {
    require(Kind.BOOLEAN);
    return encoded[0] == 1;
  }

  public PartialDate asDate() {
    return new PartialDate(string(Kind.DATE));
  }

  public Instant asInstant() {
    return Instant.parse(string(Kind.INSTANT));
  }

  public byte[] asBytes() {
    require(Kind.BYTES);
    return encoded.clone();
  }

  public String asJson() {
    return string(Kind.JSON);
  }

  private String string(Kind wanted) {
    require(wanted);
    return new String(encoded, StandardCharsets.UTF_8);
  }

  private void require(Kind wanted) {
    if (kind != wanted) {
      throw new IllegalStateException("the field holds " + kind + ", not " + wanted);
    }
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] encoded = new byte[buffer.remaining()];
      buffer.get(encoded);
      return encoded;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("text with broken Unicode surrogates cannot be stored", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldValue that
        && kind == that.kind
        && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return kind + "[" + encoded.length + " bytes]";
  }
}

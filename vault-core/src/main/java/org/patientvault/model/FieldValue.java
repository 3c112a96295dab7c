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
 * {@code toString} prints kind and length only. At most 8 MiB, else {@link
 * VaultException.LimitExceeded}. Safe for use by several threads. Encoding:
 * docs/formats/field-envelope.md.
 */
public final class FieldValue {
  /**
   * Kinds in the order of their codes in the format. Absent and erased are answers and are never
   * stored.
   */
  public enum Kind {
    /** Known to have no value. */
    NULL(0),
    /** Unicode text. */
    TEXT(1),
    /** A whole number of any size. */
    INTEGER(2),
    /** A decimal number with its scale. */
    DECIMAL(3),
    /** True or false. */
    BOOLEAN(4),
    /** A date that may lack day or month. */
    DATE(5),
    /** A point in time. */
    INSTANT(6),
    /** Bytes. */
    BYTES(7),
    /** One JSON value, kept to the letter. */
    JSON(8),
    /** There is no such field. */
    ABSENT(-1),
    /** Was there, is gone for ever. */
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

  /** Stored as a value of its own: "known to have none", where {@link #absent} says nothing. */
  public static FieldValue ofNull() {
    return NULL_VALUE;
  }

  /** The answer for a field that is not there. In an update it removes the field. */
  public static FieldValue absent() {
    return ABSENT_VALUE;
  }

  /** The answer for a field that was erased. Never to be stored. */
  public static FieldValue erased() {
    return ERASED_VALUE;
  }

  /** Any Unicode text; broken surrogates are an {@link IllegalArgumentException}. */
  public static FieldValue text(String text) {
    return new FieldValue(Kind.TEXT, utf8(text));
  }

  /** A whole number. */
  public static FieldValue integer(long value) {
    return integer(BigInteger.valueOf(value));
  }

  /** A whole number of any size. */
  public static FieldValue integer(BigInteger value) {
    return new FieldValue(Kind.INTEGER, utf8(value.toString()));
  }

  /** Keeps the scale: {@code 1.00} comes back as {@code 1.00}. */
  public static FieldValue decimal(BigDecimal value) {
    return new FieldValue(Kind.DECIMAL, utf8(value.toString()));
  }

  /** True or false. */
  public static FieldValue bool(boolean value) {
    return new FieldValue(Kind.BOOLEAN, new byte[] {(byte) (value ? 1 : 0)});
  }

  /** A date, whole or partial. */
  public static FieldValue date(PartialDate value) {
    return new FieldValue(Kind.DATE, utf8(value.text()));
  }

  /** {@code yyyy}, {@code yyyy-mm} or {@code yyyy-mm-dd}; else {@link IllegalArgumentException}. */
  public static FieldValue date(String text) {
    return date(new PartialDate(text));
  }

  /** A point in time, to the nanosecond. */
  public static FieldValue instant(Instant value) {
    return new FieldValue(Kind.INSTANT, utf8(value.toString()));
  }

  /** Copies {@code value}; of length zero it is empty, not null. */
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

  /** What it holds. */
  public Kind kind() {
    return kind;
  }

  /** The length of the encoding in bytes, before padding. */
  public int encodedSize() {
    return encoded.length;
  }

  /** Copies the encoding into {@code target} at {@code offset}. */
  public void encodeTo(byte[] target, int offset) {
    System.arraycopy(encoded, 0, target, offset, encoded.length);
  }

  /** Whether there is no such field. */
  public boolean isAbsent() {
    return kind == Kind.ABSENT;
  }

  /** Whether it is known to have no value. */
  public boolean isNull() {
    return kind == Kind.NULL;
  }

  /** The text; any other kind, absent and null included, is an {@link IllegalStateException}. */
  public String asText() {
    return string(Kind.TEXT);
  }

  /** The whole number; any other kind is an {@link IllegalStateException}. */
  public BigInteger asInteger() {
    return new BigInteger(string(Kind.INTEGER));
  }

  /** The decimal or whole number; any other kind is an {@link IllegalStateException}. */
  public BigDecimal asDecimal() {
    return new BigDecimal(string(kind == Kind.INTEGER ? Kind.INTEGER : Kind.DECIMAL));
  }

  /** The boolean; any other kind is an {@link IllegalStateException}. */
  public boolean asBoolean() {
    require(Kind.BOOLEAN);
    return encoded[0] == 1;
  }

  /** The date; any other kind, a date kept as text too, is an {@link IllegalStateException}. */
  public PartialDate asDate() {
    return new PartialDate(string(Kind.DATE));
  }

  /** The point in time; any other kind is an {@link IllegalStateException}. */
  public Instant asInstant() {
    return Instant.parse(string(Kind.INSTANT));
  }

  /** A copy of the bytes; any other kind is an {@link IllegalStateException}. */
  public byte[] asBytes() {
    require(Kind.BYTES);
    return encoded.clone();
  }

  /** The JSON text as it was stored; any other kind is an {@link IllegalStateException}. */
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

package org.patientvault.model;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable string of bytes: ids, digests, wrapped keys, sealed values.
 *
 * <p>Equality is by content and not constant-time: never hold a secret in it. {@code toString}
 * prints the length only, so that a log line cannot spill what it holds. Safe for use by several
 * threads.
 */
public final class Bytes implements Comparable<Bytes> {
  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** Copies {@code value}. */
  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  /** Copies {@code length} bytes from {@code offset}. */
  public static Bytes of(byte[] value, int offset, int length) {
    return new Bytes(Arrays.copyOfRange(value, offset, offset + length));
  }

  /** Takes {@code value} without copying: the caller must never change it again. */
  public static Bytes wrap(byte[] value) {
    return new Bytes(value);
  }

  /** The bytes themselves, without a copy: the caller must never change them. */
  public byte[] unsafeArray() {
    return value;
  }

  /** Reads lower-case or upper-case hex; anything else is an {@link IllegalArgumentException}. */
  public static Bytes fromHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  /** How many bytes there are. */
  public int size() {
    return value.length;
  }

  /** The byte at {@code index}, from 0. */
  public byte at(int index) {
    return value[index];
  }

  /** A copy, the caller's own. */
  public byte[] toArray() {
    return value.clone();
  }

  /** Copies all bytes into {@code target} at {@code offset}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(value, 0, target, offset, value.length);
  }

  /** All bytes in lower-case hex: for ids and digests, never for what is sealed or secret. */
  public String hex() {
    return HexFormat.of().formatHex(value);
  }

  /** Unsigned, lexicographic order: the order every format of this product uses. */
  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return "Bytes[" + value.length + "]";
  }
}

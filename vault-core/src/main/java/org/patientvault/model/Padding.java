package org.patientvault.model;

/**
 * How much of a field's length is hidden.
 *
 * <p>A group's plaintext is rounded up by Padmé (at most 12 % more, O(log log n) bits of length
 * leak) unless every field in it says {@link #NONE}. A field may reserve more with {@link
 * #atLeast}: it then counts as at least that many bytes.
 */
public record Padding(int reserveBytes, boolean rounded) {
  /** Rounded, nothing reserved. */
  public static final Padding DEFAULT = new Padding(0, true);

  /** Shows the exact length. Only for values of one length. */
  public static final Padding NONE = new Padding(0, false);

  public Padding {
    if (reserveBytes < 0 || reserveBytes > 65_536) {
      throw new IllegalArgumentException("padding reserves 0 to 65536 bytes, not " + reserveBytes);
    }
  }

  /** Rounded, and counted as at least so many bytes, 0 to 65,536. */
  public static Padding atLeast(int bytes) {
    return new Padding(bytes, true);
  }
}

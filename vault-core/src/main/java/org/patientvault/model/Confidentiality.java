package org.patientvault.model;

/**
 * HL7 v3 Confidentiality, in rising order: unrestricted, low, moderate, normal, restricted, very
 * restricted.
 */
public enum Confidentiality {
  /** Unrestricted. */
  U,
  /** Low. */
  L,
  /** Moderate. */
  M,
  /** Normal: what a usual clinical record is. */
  N,
  /** Restricted. */
  R,
  /** Very restricted. */
  V;

  /** The high-water mark of two. */
  public Confidentiality max(Confidentiality other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

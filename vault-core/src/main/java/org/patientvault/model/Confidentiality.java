package org.patientvault.model;

/**
 * HL7 v3 Confidentiality, in rising order: unrestricted, low, moderate, normal, restricted, very
 * restricted.
 */
public enum Confidentiality {
  U,
  L,
  M,
  N,
  R,
  V;

  /** The high-water mark of two. */
  public Confidentiality max(Confidentiality other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

package org.patientvault.internal.crypto;

/** A patient's key as bytes, for tests that look for it where it must not be. */
public final class PatientKeyBytes {
  private PatientKeyBytes() {}

  public static byte[] of(PatientKey key) {
    return key.toArray();
  }
}

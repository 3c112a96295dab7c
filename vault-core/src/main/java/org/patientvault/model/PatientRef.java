package org.patientvault.model;

/**
 * The vault's own random reference to a subject: a patient, or the reserved subject of what belongs
 * to no patient.
 *
 * <p>Sixteen random bytes, printed as 32 lower-case hex digits. Means nothing outside the vault, so
 * it may be shown and logged.
 */
public record PatientRef(Bytes value) {
  /** The length of every reference. */
  public static final int SIZE_BYTES = 16;

  public PatientRef {
    if (value.size() != SIZE_BYTES) {
      throw new IllegalArgumentException(
          "a patient reference has " + SIZE_BYTES + " bytes, not " + value.size());
    }
  }

  /** Reads what {@link #toString} prints. */
  public static PatientRef parse(String hex) {
    return new PatientRef(Bytes.fromHex(hex));
  }

  @Override
  public String toString() {
    return value.hex();
  }
}

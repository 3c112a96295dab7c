package org.patientvault.audit;

import java.util.Optional;

/**
 * How an access ended, on the scale of FHIR and DICOM: done, or a failure of rising weight.
 *
 * <p>The code is what key {@code o} of an entry holds. Format: docs/formats/audit-log.md.
 */
public enum Outcome {
  /** Done. */
  SUCCESS(0),
  /** Refused or not found. */
  MINOR_FAILURE(4),
  /** Something stored was not what was written. */
  SERIOUS_FAILURE(8),
  /** The system could not go on. */
  MAJOR_FAILURE(12);

  private final int code;

  Outcome(int code) {
    this.code = code;
  }

  /** 0, 4, 8 or 12. */
  public int code() {
    return code;
  }

  /** Empty for a number that is no outcome. */
  public static Optional<Outcome> ofCode(long code) {
    for (Outcome outcome : values()) {
      if (outcome.code == code) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }
}

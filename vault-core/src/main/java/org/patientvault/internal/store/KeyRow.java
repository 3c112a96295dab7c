package org.patientvault.internal.store;

import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;

/**
 * One version of a patient's key, wrapped; {@code commitment} names the key without revealing it.
 */
public record KeyRow(
    PatientRef patient,
    int version,
    int state,
    Bytes wrapped,
    Bytes commitment,
    int logShard,
    long logIndex) {
  /** The same key, wrapped again. */
  public KeyRow wrapped(Bytes again) {
    return new KeyRow(patient, version, state, again, commitment, logShard, logIndex);
  }
}

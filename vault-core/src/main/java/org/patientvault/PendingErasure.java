package org.patientvault;

import java.time.Instant;
import org.patientvault.audit.ErasureGround;
import org.patientvault.model.PatientRef;

/**
 * An erasure that was asked for.
 *
 * @param due from when on it may be done
 */
public record PendingErasure(PatientRef patient, ErasureGround ground, Instant asked, Instant due) {
  /** Whether it may be done at {@code now}. */
  public boolean isDue(Instant now) {
    return !now.isBefore(due);
  }
}

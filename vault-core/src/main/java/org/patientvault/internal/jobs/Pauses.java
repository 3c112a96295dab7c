package org.patientvault.internal.jobs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.patientvault.model.VaultException;

/** Waits, and says what was interrupted. */
final class Pauses {
  private Pauses() {}

  static void sleep(Duration pause, String what) {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultException.AuditUnavailable(
          "interrupted while " + what + "; the job can be resumed", e);
    }
  }
}

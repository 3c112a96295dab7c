package org.patientvault.internal.jobs;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.VaultException;

/**
 * Lets one process at a time run jobs. Taken again in every transaction of a job, so that who lost
 * it changes nothing.
 */
final class JobLease {
  private static final String NAME = "job";

  /** Longer than any page takes; after a crash another process waits no longer than this. */
  static final Duration LASTS = Duration.ofSeconds(30);

  private final String holder;
  private final Clock clock;

  JobLease(SecureRandom random, Clock clock) {
    byte[] id = new byte[8];
    random.nextBytes(id);
    this.holder = HexFormat.of().formatHex(id);
    this.clock = clock;
  }

  /**
   * Takes or keeps it.
   *
   * @throws VaultException.Refused while another process has it
   */
  void hold(WriteView rows) {
    long now = rows.now(clock.millis());
    if (!rows.acquireLease(NAME, holder, now, now + LASTS.toMillis())) {
      throw new VaultException.Refused(
          "another process runs a job on this vault; patientvault job list shows it. If that"
              + " process is dead, its claim ends within "
              + LASTS.toSeconds()
              + " s");
    }
  }

  void release(WriteView rows) {
    rows.releaseLease(NAME, holder);
  }
}

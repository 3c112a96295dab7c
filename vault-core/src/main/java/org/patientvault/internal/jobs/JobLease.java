package org.patientvault.internal.jobs;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.VaultException;

/**
 * Lets one process at a time run jobs. Taken again in every transaction of a job, so that who lost
 * it changes nothing.
 */
final class JobLease {
  private static final String NAME = "job";

  /** After a crash another process waits no longer than this. */
  static final Duration LASTS = Duration.ofSeconds(2);

  private static final int TRIES = 4;
  private static final Duration PAUSE = Duration.ofMillis(200);

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
    if (!isHeld(rows)) {
      throw new VaultException.Refused(
          "another process runs a job on this vault; patientvault job list shows it");
    }
  }

  private boolean isHeld(WriteView rows) {
    long now = rows.now(clock.millis());
    return rows.acquireLease(NAME, holder, now, now + LASTS.toMillis());
  }

  /**
   * Takes it, once whoever has it is dead for long enough.
   *
   * @throws VaultException.Refused when he lives
   */
  void await(Store store) {
    long end = System.nanoTime() + LASTS.plus(LASTS).toNanos();
    while (!store.write(this::isHeld)) {
      if (System.nanoTime() >= end) {
        keep(store);
        return;
      }
      Pauses.sleep(PAUSE, "waiting for another job");
    }
  }

  /**
   * Keeps it between steps; a database that is busy is asked again.
   *
   * @throws VaultException.Refused when another process took it
   */
  void keep(Store store) {
    for (int tried = 1; ; tried++) {
      try {
        store.write(
            rows -> {
              hold(rows);
              return true;
            });
        return;
      } catch (VaultException.StorageFailed e) {
        if (tried == TRIES) {
          throw e;
        }
      }
    }
  }

  void release(WriteView rows) {
    rows.releaseLease(NAME, holder);
  }
}

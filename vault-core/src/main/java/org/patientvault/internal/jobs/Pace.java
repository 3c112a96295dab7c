package org.patientvault.internal.jobs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets no more than so many rows a second pass, evenly. */
final class Pace {
  private static final int MOST_ROWS_A_PAGE = 1_000;

  private final int rate;
  private final long start = System.nanoTime();
  private long passed;

  /** {@code rate} 0 lets all pass. */
  Pace(int rate) {
    this.rate = rate;
  }

  /** How many rows one page may have: about a tenth of a second's. */
  int pageSize() {
    return rate == 0 ? MOST_ROWS_A_PAGE : Math.min(MOST_ROWS_A_PAGE, Math.max(1, rate / 10));
  }

  /** Waits until {@code rows} more may have passed. */
  void pass(long rows) {
    passed += rows;
    if (rate == 0) {
      return;
    }
    long due = start + (long) (passed * (double) TimeUnit.SECONDS.toNanos(1) / rate);
    long wait = due - System.nanoTime();
    if (wait > 0) {
      Pauses.sleep(Duration.ofNanos(wait), "keeping the pace");
    }
  }
}

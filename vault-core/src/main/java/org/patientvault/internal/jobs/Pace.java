package org.patientvault.internal.jobs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets no more than so many rows a second pass, evenly. */
public final class Pace {
  private static final int MOST_ROWS_A_PAGE = 2_500;
  private static final int FEWEST_ROWS_A_PAGE = 64;

  /** Pages that a crash may undo, written or ahead, are no more than one row of a hundred. */
  private static final int PAGES_AT_LEAST = 100 * (PagesAhead.AHEAD + 1);

  private final int rate;
  private final long total;
  private final long start = System.nanoTime();
  private long passed;

  /** {@code rate} 0 lets all of the {@code total} rows pass. */
  public Pace(int rate, long total) {
    this.rate = rate;
    this.total = total;
  }

  /** How many rows one page may have: no more than a tenth of a second's. */
  int pageSize() {
    long most = Math.max(FEWEST_ROWS_A_PAGE, Math.min(MOST_ROWS_A_PAGE, total / PAGES_AT_LEAST));
    return (int) (rate == 0 ? most : Math.min(most, Math.max(1, rate / 10)));
  }

  /** Waits until {@code rows} more may have passed. */
  public void pass(long rows) {
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

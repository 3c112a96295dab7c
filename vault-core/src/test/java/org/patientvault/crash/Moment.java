package org.patientvault.crash;

import java.util.Random;

/**
 * When a victim dies: so long after so many acknowledgements. Counted in what it did, because how
 * fast a machine is says little about where in its work a process is.
 */
record Moment(int acks, long nanos) {
  private static final long MILLISECOND = 1_000_000;

  static Moment of(Task task, Random random) {
    boolean early = random.nextInt(5) == 0;
    if (early) {
      return new Moment(1, within(1_000, random));
    }
    return task == Task.CREATE
        ? new Moment(1 + random.nextInt(4), within(300, random))
        : new Moment(2 + random.nextInt(150), within(25, random));
  }

  /** Of a node that is not alone: so much happens three times before it is inspected. */
  static Moment ofNode(Random random) {
    boolean early = random.nextInt(5) == 0;
    return early
        ? new Moment(1, within(300, random))
        : new Moment(2 + random.nextInt(50), within(25, random));
  }

  private static long within(long milliseconds, Random random) {
    return (long) (random.nextDouble() * milliseconds * MILLISECOND);
  }
}

package org.patientvault.bench;

/**
 * What one slice of a party's work came to. The processor time and the garbage are those of the
 * threads that worked; the wall time is that of the slowest of them.
 */
public record Slice(long operations, long wallNanos, long cpuNanos, long allocatedBytes) {
  /** Which cost of a slice a question is about. */
  public enum Cost {
    /** Nanoseconds of processor time per operation: other processes on the machine hardly show. */
    CPU,
    /** Nanoseconds per operation as a clock on the wall saw them: waiting for a lock shows. */
    WALL
  }

  public double nanos(Cost cost) {
    long nanos =
        switch (cost) {
          case CPU -> cpuNanos;
          case WALL -> wallNanos;
        };
    return (double) nanos / operations;
  }

  public double bytes() {
    return (double) allocatedBytes / operations;
  }

  /** The sum of what two threads did side by side. */
  Slice beside(Slice other) {
    return new Slice(
        operations + other.operations,
        Math.max(wallNanos, other.wallNanos),
        cpuNanos + other.cpuNanos,
        allocatedBytes + other.allocatedBytes);
  }
}

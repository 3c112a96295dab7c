package org.patientvault.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Repeats work for a slice of time, and counts what it cost the thread that calls. */
public final class Stopwatch {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The clock is read after each chunk: often enough to end in time, too seldom to be felt. */
  private static final long CHUNK_NANOS = 500_000;

  private final Work work;
  private int chunk = 1;
  private int sink;

  public Stopwatch(Work work) {
    this.work = work;
  }

  /** Works for about {@code nanos}. */
  public Slice run(long nanos) throws Exception {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long cpu = THREADS.getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    long operations = 0;
    long end = begin;
    do {
      repeat(chunk);
      operations += chunk;
      long now = System.nanoTime();
      chunk = now - end < CHUNK_NANOS && chunk < 1 << 20 ? chunk * 2 : chunk;
      end = now;
    } while (end - begin < nanos);
    return new Slice(
        operations,
        end - begin,
        THREADS.getCurrentThreadCpuTime() - cpu,
        THREADS.getCurrentThreadAllocatedBytes() - bytes);
  }

  private void repeat(int times) throws Exception {
    int sum = sink;
    for (int i = 0; i < times; i++) {
      sum += work.once();
    }
    sink = sum;
  }
}

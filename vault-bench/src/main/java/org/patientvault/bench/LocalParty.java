package org.patientvault.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Work in this JVM, by one thread or by several side by side. */
public final class LocalParty implements Party {
  private final String name;
  private final List<Stopwatch> stopwatches = new ArrayList<>();
  private final ExecutorService threads;

  private LocalParty(String name, int threads, Supplier<Work> work) {
    this.name = name;
    this.threads = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      stopwatches.add(new Stopwatch(work.get()));
    }
  }

  public static LocalParty of(String name, Work work) {
    return new LocalParty(name, 1, () -> work);
  }

  /** So many threads, each with work of its own. */
  public static LocalParty of(String name, int threads, Supplier<Work> work) {
    return new LocalParty(name, threads, work);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Slice work(long nanos) throws Exception {
    CountDownLatch ready = new CountDownLatch(stopwatches.size());
    List<Callable<Slice>> shares = new ArrayList<>();
    for (Stopwatch stopwatch : stopwatches) {
      shares.add(() -> together(ready, stopwatch, nanos));
    }
    Slice all = new Slice(0, 0, 0, 0);
    for (Future<Slice> share : threads.invokeAll(shares)) {
      all = all.beside(share.get());
    }
    return all;
  }

  private static Slice together(CountDownLatch ready, Stopwatch stopwatch, long nanos)
      throws Exception {
    ready.countDown();
    ready.await();
    return stopwatch.run(nanos);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

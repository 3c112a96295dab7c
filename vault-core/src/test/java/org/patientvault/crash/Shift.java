package org.patientvault.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;

/**
 * Threads at work on one open vault, from when they are told to work until they are told to rest.
 * What the world does to them they tell, and go on; anything else ends the test.
 */
final class Shift implements AutoCloseable {
  private static final int WORKERS = 2;

  private final Consumer<Ack> told;
  private final List<Runnable> steps = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "shift");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean working;

  /** {@code prefix} begins the id of every record it makes, and is nobody else's. */
  Shift(Vault vault, List<PatientRef> patients, Random random, String prefix, Consumer<Ack> told) {
    this.told = told;
    Session session = vault.as(Place.PHYSICIAN, Purpose.TREAT);
    for (int i = 0; i < WORKERS; i++) {
      Random own = new Random(random.nextLong());
      steps.add(new Worker(session, patients, own, prefix + "-" + i, told)::step);
    }
    steps.add(new Contender(session, patients, new Random(random.nextLong()), told)::step);
  }

  void work() {
    working = true;
    steps.forEach(step -> running.add(threads.submit(() -> repeat(step))));
  }

  private void repeat(Runnable step) {
    while (working) {
      long begun = System.nanoTime();
      try {
        step.run();
      } catch (VaultException.AuditUnavailable
          | VaultException.StorageFailed
          | VaultException.Conflict e) {
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        told.accept(Ack.Failed.of(e, took));
      }
    }
  }

  /** Comes back when every thread has ended what it did. */
  void rest() throws InterruptedException, ExecutionException {
    working = false;
    for (Future<?> each : running) {
      each.get();
    }
    running.clear();
  }

  @Override
  public void close() {
    working = false;
    threads.shutdown();
  }
}

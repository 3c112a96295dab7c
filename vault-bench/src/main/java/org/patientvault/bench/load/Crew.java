package org.patientvault.bench.load;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The callers of one party, and the threads they run on. */
final class Crew implements AutoCloseable {
  private final Party party;
  private final List<Party.Caller> callers = new ArrayList<>();
  private final ExecutorService threads;

  Crew(Party party, int size, boolean virtual) throws Exception {
    this.party = party;
    this.threads = virtual ? virtualThreads() : Executors.newFixedThreadPool(size);
    for (int i = 0; i < size; i++) {
      callers.add(party.caller(i));
    }
  }

  /** Found by reflection: this class is compiled for JDK 17. */
  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  Party party() {
    return party;
  }

  /** Lets all callers work for {@code millis}, and gives the items per second they came to. */
  double itemsPerSecond(long millis) throws Exception {
    party.prepare();
    long start = System.nanoTime();
    return items(millis) * 1e9 / (System.nanoTime() - start);
  }

  /** Lets all callers work for {@code millis}, and gives how many items they came to. */
  long items(long millis) throws Exception {
    long end = System.nanoTime() + millis * 1_000_000;
    List<Future<Long>> results = new ArrayList<>();
    for (Party.Caller caller : callers) {
      results.add(threads.submit(() -> workUntil(caller, end)));
    }
    long items = 0;
    for (Future<Long> result : results) {
      items += result.get();
    }
    return items;
  }

  private static long workUntil(Party.Caller caller, long end) throws Exception {
    long items = 0;
    do {
      items += caller.work();
    } while (System.nanoTime() < end);
    return items;
  }

  @Override
  public void close() throws IOException, SQLException {
    threads.shutdownNow();
    for (Party.Caller caller : callers) {
      caller.close();
    }
  }
}

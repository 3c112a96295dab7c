package org.patientvault.internal.jobs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The pages of one pass in their order, read and prepared on other threads while the ones before
 * are written. For one thread.
 */
final class PagesAhead implements AutoCloseable {
  /** What is prepared and not written is done again after a crash. */
  static final int AHEAD = 3;

  private static final int THREADS = 2;

  private final Rework rework;
  private final int pageSize;
  private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, PagesAhead::daemon);
  private final Deque<CompletableFuture<Optional<Rework.Page>>> pages = new ArrayDeque<>();

  /** Behind which row the next page to be read begins; empty at the end. */
  private CompletableFuture<Optional<Bytes>> behind;

  PagesAhead(Rework rework, Bytes position, int pageSize) {
    this.rework = rework;
    this.pageSize = pageSize;
    this.behind = CompletableFuture.completedFuture(Optional.of(position));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "patientvault-job");
    thread.setDaemon(true);
    return thread;
  }

  /** The next page, prepared; empty at the end. */
  Optional<Rework.Page> next() {
    while (pages.size() < AHEAD) {
      begin();
    }
    return joined(pages.remove());
  }

  /** Pages are read one after the other, and prepared side by side. */
  private void begin() {
    CompletableFuture<Optional<Rework.Page>> read =
        behind.thenApplyAsync(at -> at.flatMap(last -> rework.page(last, pageSize)), workers);
    behind = read.thenApply(page -> page.map(Rework.Page::position));
    pages.add(read.thenApplyAsync(PagesAhead::prepared, workers));
  }

  private static Optional<Rework.Page> prepared(Optional<Rework.Page> page) {
    page.ifPresent(Rework.Page::prepare);
    return page;
  }

  private static Optional<Rework.Page> joined(CompletableFuture<Optional<Rework.Page>> page) {
    try {
      return page.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof VaultException known) {
        throw known;
      }
      if (e.getCause() instanceof IllegalArgumentException) {
        throw new VaultException.Tampered(
            "somebody changed how far the job came; give it up (patientvault job cancel), and begin"
                + " again",
            e);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}

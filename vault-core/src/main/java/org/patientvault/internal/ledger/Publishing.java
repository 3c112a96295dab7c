package org.patientvault.internal.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.patientvault.model.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs the growing log at a steady pace, and once more at the end. A failure is kept for {@code
 * status} and tried again.
 */
public final class Publishing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);
  private static final int LAST_TRIES = 50;

  private final CheckpointPublisher publisher;
  private final ScheduledExecutorService pace;
  private final ScheduledFuture<?> ticking;
  private volatile Optional<VaultException> trouble = Optional.empty();

  Publishing(CheckpointPublisher publisher, Duration every) {
    this.publisher = publisher;
    this.pace =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "patientvault-publisher");
              thread.setDaemon(true);
              return thread;
            });
    this.ticking =
        pace.scheduleWithFixedDelay(
            this::tick, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tick() {
    try {
      publisher.publish();
      trouble = Optional.empty();
    } catch (VaultException e) {
      report(e);
    } catch (RuntimeException | Error e) {
      // Let through, it would end the pace for good.
      report(new VaultException.StorageFailed("the log could not be signed: " + e, e));
    }
  }

  private void report(VaultException e) {
    trouble = Optional.of(e);
    LOG.warn("the log could not be signed: {}", e.getMessage());
  }

  /** Why the last signing failed, if it did. */
  public Optional<VaultException> trouble() {
    return trouble;
  }

  /** Signs the head now; waits while another process is signing. */
  public void now() {
    for (int tried = 0; tried < LAST_TRIES; tried++) {
      if (publisher.publish()) {
        return;
      }
      pause();
    }
    throw new VaultException.StorageFailed(
        "another process holds the right to sign and did not sign within 5 s; try again");
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultException.StorageFailed("interrupted while waiting to sign", e);
    }
  }

  @Override
  public void close() {
    ticking.cancel(false);
    pace.shutdown();
    try {
      if (!pace.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("the publisher did not end within 30 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    now();
  }
}

package org.patientvault.internal.ledger;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.patientvault.internal.store.RolledBack;
import org.patientvault.model.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps this process's row in the table of nodes fresh. */
public final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final NodeRegistry registry;
  private final ScheduledExecutorService pace =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "patientvault-heartbeat");
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledFuture<?> beating;

  Heartbeat(NodeRegistry registry) {
    this.registry = registry;
    long every = NodeRegistry.BEAT.toMillis();
    this.beating = pace.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    try {
      registry.beat();
    } catch (VaultException | RolledBack e) {
      // The next beat says it; who waits for this node waits that much longer.
      LOG.warn("the node could not say that it lives: {}", e.getMessage());
    } catch (RuntimeException | Error e) {
      // Let through, it would end the pace for good.
      LOG.error("the node could not say that it lives", e);
    }
  }

  /** A beat that has begun ends first. */
  @Override
  public void close() {
    beating.cancel(false);
    pace.shutdown();
    try {
      if (!pace.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("the heartbeat did not end within 30 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

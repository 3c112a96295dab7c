package org.patientvault.internal.ledger;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
  private volatile @Nullable ScheduledFuture<?> looking;

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

  /**
   * Also looks what other nodes changed, every second; where this node goes by something new, be it
   * since it wrote, the others hear it at once.
   */
  void look(Runnable look) {
    long every = NodeRegistry.LOOK.toMillis();
    looking =
        pace.scheduleWithFixedDelay(
            () -> {
              looked(look);
              if (registry.owesABeat()) {
                beat();
              }
            },
            every,
            every,
            TimeUnit.MILLISECONDS);
  }

  private static void looked(Runnable look) {
    try {
      look.run();
    } catch (VaultException | RolledBack e) {
      // Who asks for something next is told why.
      LOG.debug("the node could not look what changed: {}", e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("the node could not look what changed", e);
    }
  }

  /** A beat that has begun ends first. */
  @Override
  public void close() {
    beating.cancel(false);
    ScheduledFuture<?> look = looking;
    if (look != null) {
      look.cancel(false);
    }
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

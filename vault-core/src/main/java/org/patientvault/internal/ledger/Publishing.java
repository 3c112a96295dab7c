package org.patientvault.internal.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.RolledBack;
import org.patientvault.internal.store.WriteView;
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
  private static final int MOST_FAILURES = 3;

  /** A few leases: who is signing has signed by then, and who was killed no longer holds one. */
  private static final Duration PATIENCE = CheckpointPublisher.LEASE_TIME.multipliedBy(3);

  private final Publishers publishers;
  private final Clock clock;
  private final ScheduledExecutorService pace;
  private final ScheduledFuture<?> ticking;

  /** Held while the pace signs, so that who lets it rest need not wonder. */
  private final ReentrantLock turn = new ReentrantLock();

  private volatile boolean resting;
  private volatile Optional<VaultException> trouble = Optional.empty();

  /** What a witness says against this log, while it does. */
  private volatile Optional<VaultException.Tampered> halted = Optional.empty();

  /** Since when the head is unsigned with no newer signature; guarded by the turn. */
  private @Nullable Standstill standstill;

  private record Standstill(long signed, Instant since) {}

  Publishing(Publishers publishers, Duration every, Clock clock) {
    this.publishers = publishers;
    this.clock = clock;
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
    turn.lock();
    try {
      if (!resting && halted.isEmpty()) {
        sign();
      }
    } finally {
      turn.unlock();
    }
  }

  private void sign() {
    try {
      CheckpointPublisher publisher = publishers.current();
      if (publisher.publish()) {
        standstill = null;
        trouble = Optional.empty();
      } else {
        watch(publisher.signedSize());
      }
    } catch (VaultException e) {
      report(e);
    } catch (RolledBack e) {
      // Others stood in the way; the next turn comes soon.
      LOG.debug("signing was undone for another node: {}", e.getMessage());
    } catch (RuntimeException | Error e) {
      // Let through, it would end the pace for good.
      report(new VaultException.StorageFailed("the log could not be signed: " + e, e));
    }
  }

  /** Others may sign in our place, but somebody must: another's lease is no reason for silence. */
  private void watch(long signed) {
    Standstill known = standstill;
    if (known == null || known.signed() != signed) {
      standstill = new Standstill(signed, clock.instant());
      trouble = Optional.empty();
    } else if (known.since().plus(PATIENCE).isBefore(clock.instant())) {
      report(
          new VaultException.StorageFailed(
              "another process has held the right to sign since "
                  + known.since()
                  + ", and nothing after entry "
                  + signed
                  + " was signed; look for a process that hangs, or for who writes into the"
                  + " vault's lease table"));
    }
  }

  private void report(VaultException e) {
    trouble = Optional.of(e);
    LOG.warn("the log could not be signed: {}", e.getMessage());
  }

  /** Signs nothing any more, for there are no keys; leaves the right to sign to other nodes. */
  public void rest() {
    turn.lock();
    try {
      resting = true;
      trouble = Optional.empty();
      standstill = null;
    } finally {
      turn.unlock();
    }
  }

  /** Signs again. */
  public void goOn() {
    resting = false;
  }

  /** Signs nothing while there is a reason; goes on when there is none any more. */
  public void halt(Optional<VaultException.Tampered> why) {
    turn.lock();
    try {
      halted = why;
    } finally {
      turn.unlock();
    }
  }

  /** Why the log is not being signed, if it is not. */
  public Optional<VaultException> trouble() {
    Optional<VaultException.Tampered> why = halted;
    return why.isPresent() ? Optional.of(why.get()) : trouble;
  }

  /**
   * Signs the head now; waits while another process is signing.
   *
   * @throws VaultException.Tampered while a witness contradicts this log
   */
  public void now() {
    requireNotHalted();
    int failed = 0;
    for (int tried = 0; tried < LAST_TRIES; tried++) {
      try {
        if (publishers.current().publish()) {
          return;
        }
      } catch (VaultException.StorageFailed e) {
        // A connection may be dead since it was last used; a database that is away stays so.
        if (++failed == MOST_FAILURES) {
          throw e;
        }
      } catch (RolledBack e) {
        if (++failed == MOST_FAILURES) {
          throw e.told();
        }
      }
      pause();
    }
    throw heldUp();
  }

  private void requireNotHalted() {
    halted.ifPresent(
        why -> {
          throw new VaultException.Tampered(String.valueOf(why.getMessage()), why);
        });
  }

  private static VaultException.StorageFailed heldUp() {
    return new VaultException.StorageFailed(
        "another process holds the right to sign and did not sign within 5 s; try again");
  }

  /** Does {@code work} while no process signs; waits while one does. */
  public <T> T whileNobodySigns(Function<WriteView, T> work) {
    for (int tried = 0; tried < LAST_TRIES; tried++) {
      Optional<T> done = publishers.current().whileNobodySigns(work);
      if (done.isPresent()) {
        return done.get();
      }
      pause();
    }
    throw heldUp();
  }

  /**
   * Closes a log and begins the next, as {@link ShardClosing} says; waits while another process is
   * signing. Gives the newest log, whoever began it.
   *
   * @throws VaultException.StorageFailed when others sign or write without end; nothing was done
   * @throws VaultException.Tampered when the log cannot be signed as it stands, or a witness
   *     contradicts it; nothing was done
   */
  public ShardClosing.Outcome turn(Ledger ledger, ShardClosing closing) {
    requireNotHalted();
    for (int tried = 0; tried < LAST_TRIES; tried++) {
      try {
        Optional<ShardClosing.Outcome> newest = ledger.turn(closing, publishers.current());
        if (newest.isPresent()) {
          return newest.get();
        }
      } catch (RolledBack e) {
        LOG.debug("closing a log was undone for another node: {}", e.getMessage());
      }
      pause();
    }
    throw heldUp();
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
    if (!resting) {
      now();
    }
  }
}

package org.patientvault;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Outcome;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.store.RolledBack;
import org.patientvault.keys.Protectors;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every now and then whether what opened the vault is still there. When it is not, the vault
 * goes on with the keys in memory for the lease, then drops them and refuses everything; when it is
 * back, the vault goes on by itself. Every such change is in the log.
 *
 * <p>The lease is measured on the monotonic clock: a wall clock that is set changes only the times
 * that are shown. A key that its administrator disabled ends the lease at once: that is no outage.
 * Why: docs/keys-and-outages.md.
 */
final class KeyWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);

  /** After so long without an answer a token or service counts as out of reach. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

  private static final Duration SHORTEST_ANSWER = Duration.ofMillis(500);

  private final Engine engine;
  private final KeyProbe probe;
  private final Duration lease;
  private final Duration every;
  private final LongSupplier nanoTicker;
  private final boolean watches;
  private final ScheduledThreadPoolExecutor pace =
      new ScheduledThreadPoolExecutor(1, KeyWatch::daemon);

  /** One look at a time. */
  private final ReentrantLock looking = new ReentrantLock();

  private volatile boolean closed;
  private volatile @Nullable Outage outage;

  private volatile @Nullable ScheduledFuture<?> ticking;

  /** A look in time, however seldom the others are. */
  private volatile @Nullable ScheduledFuture<?> leaseEnds;

  /** Set when the keys were dropped. */
  private volatile @Nullable Instant dropped;

  KeyWatch(Engine engine, Slots.Opening opening, LongSupplier nanoTicker) {
    this.engine = engine;
    this.probe =
        new KeyProbe(engine.id, engine.store, opening, patience(engine.options.keyProbeEvery()));
    this.lease = engine.options.keyLease();
    this.every = engine.options.keyProbeEvery();
    this.nanoTicker = nanoTicker;
    this.watches = Protectors.of(opening.slot().kind()).canVanish();
    pace.setRemoveOnCancelPolicy(true);
  }

  /** No longer than until the next look, but for very short pauses. */
  private static Duration patience(Duration every) {
    Duration most = every.compareTo(LONGEST_ANSWER) < 0 ? every : LONGEST_ANSWER;
    return most.compareTo(SHORTEST_ANSWER) < 0 ? SHORTEST_ANSWER : most;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "patientvault-keys");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to watch, if what opened the vault can go away at all. */
  void start() {
    if (watches) {
      long pause = every.toNanos();
      ticking = pace.scheduleWithFixedDelay(this::turn, pause, pause, TimeUnit.NANOSECONDS);
    }
  }

  private void turn() {
    try {
      look();
    } catch (RuntimeException | Error e) {
      // Let through, it would end the pace for good.
      LOG.error("the key could not be looked after", e);
    }
  }

  /** Asks once, and does what follows from the answer. */
  void look() {
    looking.lock();
    try (Slots.Opened secrets = probe.ask()) {
      isThere(secrets);
    } catch (VaultException.KeyUnavailable e) {
      isOut(e);
    } catch (RuntimeException e) {
      // Whatever it is: a lease that nobody ends would be none.
      isOut(new VaultException.KeyUnavailable(String.valueOf(e.getMessage()), e));
    } finally {
      looking.unlock();
    }
  }

  private void isThere(Slots.Opened secrets) {
    Outage over = outage;
    if (over == null || closed) {
      return;
    }
    Instant at = dropped;
    try {
      engine.holdKeys(secrets, over.entry("back", Outcome.SUCCESS, probe.slot()), at != null);
    } catch (RuntimeException | Error e) {
      if (at != null) {
        engine.forgetKeys(over.refusal(probe.slot(), at));
        engine.ledger.key(over.since().toEpochMilli(), 0);
      }
      throw e;
    }
    outage = null;
    dropped = null;
    cancel(leaseEnds);
    LOG.info("the key of slot {} is back", probe.slot().uri());
  }

  private void isOut(VaultException.KeyUnavailable why) {
    if (closed) {
      return;
    }
    Outage now = outage == null ? begun(why) : outage.because(why);
    outage = now;
    if (dropped != null) {
      // Who was just unwrapping when the keys were dropped may have put something back.
      engine.clearCaches();
    } else if (isFinal(why) || leftNanos(now) <= 0) {
      drop(now);
    } else {
      tell(now);
    }
  }

  /** Its administrator decided about the key itself. */
  private static boolean isFinal(VaultException.KeyUnavailable why) {
    return why.reason() == Reason.DISABLED;
  }

  private Outage begun(VaultException.KeyUnavailable why) {
    Outage begun = new Outage(wallClock(), nanoTicker.getAsLong(), why, false);
    LOG.warn(
        "the key of slot {} is out of reach: {}; the keys in memory are kept for {}",
        probe.slot().uri(),
        why.getMessage(),
        lease);
    if (!lease.isZero()) {
      leaseEnds = pace.schedule(this::turn, lease.toNanos(), TimeUnit.NANOSECONDS);
    }
    return begun;
  }

  /** To the log, once; to the other nodes, always: the clock may have been set. */
  private void tell(Outage now) {
    Instant until = until(now);
    engine.ledger.key(now.since().toEpochMilli(), until.toEpochMilli());
    if (now.told()) {
      return;
    }
    EntryDraft out = now.entry("out", Outcome.MINOR_FAILURE, probe.slot());
    try {
      engine.ledger.appendOfKeys(out.with("until", until.toString()));
      outage = now.inTheLog();
    } catch (VaultException e) {
      LOG.warn("the outage is not in the log yet: {}", e.getMessage());
    }
    tellOthers();
  }

  private void tellOthers() {
    try {
      engine.ledger.beat();
    } catch (VaultException | RolledBack e) {
      LOG.debug("the others hear it with the next beat: {}", e.getMessage());
    }
  }

  private void drop(Outage last) {
    Instant at = wallClock();
    LOG.error("the keys of the vault are dropped, and everything is refused until the key is back");
    try {
      engine.dropKeys(
          last.refusal(probe.slot(), at),
          last.entry("over", Outcome.SERIOUS_FAILURE, probe.slot()));
    } finally {
      dropped = at;
      engine.ledger.key(last.since().toEpochMilli(), 0);
    }
    tellOthers();
  }

  private long leftNanos(Outage running) {
    return running.leftNanos(lease, nanoTicker.getAsLong());
  }

  /** By the wall clock as it is now. */
  private Instant until(Outage running) {
    return wallClock().plusNanos(Math.max(0, leftNanos(running))).truncatedTo(ChronoUnit.MILLIS);
  }

  private Instant wallClock() {
    return engine.options.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The outage that goes on, if one does. */
  Optional<KeyOutage> outage() {
    Outage now = outage;
    Instant at = dropped;
    return now == null
        ? Optional.empty()
        : Optional.of(
            new KeyOutage(
                probe.slot().slotId().hex(),
                probe.slot().uri(),
                now.since(),
                at == null ? until(now) : at,
                at != null,
                String.valueOf(now.why().getMessage())));
  }

  private static void cancel(@Nullable ScheduledFuture<?> turn) {
    if (turn != null) {
      turn.cancel(false);
    }
  }

  /** A look that has begun ends first; it does not wait for the token. */
  @Override
  public void close() {
    closed = true;
    probe.close();
    cancel(ticking);
    cancel(leaseEnds);
    pace.shutdown();
    try {
      if (!pace.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("who looks after the key did not end within 30 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

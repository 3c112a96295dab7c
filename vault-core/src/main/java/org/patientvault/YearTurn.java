package org.patientvault;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.LogKeys;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.ledger.ShardClosing;
import org.patientvault.internal.store.RolledBack;
import org.patientvault.model.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a log and begins the next: by itself after a year ended, with the first that is committed
 * in the new one, and when an administrator asks.
 *
 * <p>What the vault holds is digested beforehand, from a snapshot, so that nobody waits for that;
 * the rest is one short transaction. Where two processes do it at once, one of them finds it done.
 * Safe for use by several threads.
 */
final class YearTurn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(YearTurn.class);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Engine engine;
  private @Nullable Thread turning;
  private long triedNanos;
  private boolean closed;

  YearTurn(Engine engine) {
    this.engine = engine;
    this.triedNanos = System.nanoTime() - BETWEEN_TRIES.toNanos();
  }

  /** The log is of an earlier year: begins the next one soon, on a thread of its own. */
  synchronized void due() {
    boolean running = turning != null && turning.isAlive();
    if (closed || running || System.nanoTime() - triedNanos < BETWEEN_TRIES.toNanos()) {
      return;
    }
    triedNanos = System.nanoTime();
    Thread thread = new Thread(this::turnYear, "patientvault-year");
    thread.setDaemon(true);
    turning = thread;
    thread.start();
  }

  private void turnYear() {
    try {
      engine.refreshRules();
      if (year() > engine.shard().year()) {
        turn(EntryDraft.of(EventCode.CLOSE));
      }
    } catch (VaultException | RolledBack e) {
      // What is committed next tries again; until then the older log goes on.
      LOG.warn("the log of the new year could not begin: {}", e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("the log of the new year could not begin", e);
    }
  }

  /**
   * Closes the newest log, and gives the one that is newest then, be it that another process closed
   * it.
   *
   * @param close the entry that ends it
   */
  Shard turn(EntryDraft close) {
    return turn(close, engine.logKeys(), (last, next) -> {}).newest();
  }

  /**
   * As {@link #turn(EntryDraft)}, so that the next log is signed with other keys.
   *
   * @param lastly changes slots and appends entries before the log ends
   */
  ShardClosing.Outcome turn(
      EntryDraft close, LogKeys nextKeys, BiConsumer<LedgerTransaction, Shard> lastly) {
    engine.refreshRules();
    Shard ending = engine.shard();
    ShardClosing closing =
        new ShardClosing(
            engine.id,
            ending.number(),
            engine.store.readAtLength(rows -> HeldRows.of(rows, ending.number(), engine.fetcher)),
            close,
            year(),
            (rows, state, closed, last, held) ->
                GenesisFacts.next(nextKeys, rows, state, closed, last, held),
            lastly);
    ShardClosing.Outcome outcome = engine.publishing.turn(engine.ledger, closing);
    if (outcome.closedNow()) {
      engine.signsWith(nextKeys);
    }
    engine.refreshRules();
    return outcome;
  }

  private int year() {
    return engine.options.clock().instant().atZone(ZoneOffset.UTC).getYear();
  }

  /** Begins no log any more; waits for one that is being begun. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = turning;
    }
    try {
      if (running != null && !hasEnded(running)) {
        LOG.warn("the log of the new year did not begin within {}", PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean hasEnded(Thread running) throws InterruptedException {
    running.join(PATIENCE.toMillis());
    return !running.isAlive();
  }
}

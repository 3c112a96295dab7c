package org.patientvault.internal.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.EventCode;
import org.patientvault.model.VaultException;

/**
 * The only committer. Every change and every release of data goes through it, together with its log
 * entries.
 *
 * <p>Callers hand in units and are answered after the commit, which they share with others. A
 * caller waits no longer than the configured time, then gets {@link
 * VaultException.AuditUnavailable} and nothing was released; the message says whether a change may
 * still be kept. Who commits on his own thread waits for a locked database as long as the store
 * does. Safe for use by any number of threads.
 */
public final class Ledger implements AutoCloseable {
  private final Committer committer;
  private final NodeRegistry registry;
  private final Heartbeat heartbeat;
  private final Duration patience;

  /** Why nothing is taken any more, while there are no keys. */
  private volatile VaultException.@Nullable KeyUnavailable shut;

  Ledger(Committer committer, NodeRegistry registry, Heartbeat heartbeat, Duration patience) {
    this.committer = committer;
    this.registry = registry;
    this.heartbeat = heartbeat;
    this.patience = patience;
  }

  /** Runs a unit and waits for its commit. */
  public <R> R commit(Unit<R> unit) {
    checkOpen();
    return commitNow(unit);
  }

  private void checkOpen() {
    VaultException.KeyUnavailable why = shut;
    if (why != null) {
      throw new VaultException.KeyUnavailable(why.reason(), String.valueOf(why.getMessage()), why);
    }
  }

  private <R> R commitNow(Unit<R> unit) {
    Pending<R> pending = new Pending<>(unit);
    if (!committer.commitAlone(pending)) {
      committer.enqueue(pending, patience);
    }
    return await(pending.promise(), pending::withdraw);
  }

  /**
   * Hands in a unit without waiting; the promise is kept after the commit. Waits only for a place
   * in the queue.
   */
  public <R> CompletableFuture<R> submit(Unit<R> unit) {
    checkOpen();
    Pending<R> pending = new Pending<>(unit);
    committer.enqueue(pending, patience);
    return pending.promise();
  }

  /** Appends entries that go with no change of data. */
  public long append(List<EntryDraft> drafts) {
    return commit(new AppendUnit(drafts));
  }

  /**
   * Fetches rows and appends one entry per release, in one transaction, and gives the receipts that
   * openings ask for, in the same order.
   */
  public List<AuditReceipt> release(Fetch fetch) {
    return commit(new ReleaseUnit(fetch)).stream()
        .map(each -> new AuditReceipt(each.index(), each.release().rows()))
        .toList();
  }

  /** Waits for a promise of {@link #submit}, as long as a caller may. */
  public <R> R await(CompletableFuture<R> promise) {
    return await(promise, () -> false);
  }

  private <R> R await(CompletableFuture<R> promise, BooleanSupplier withdraw) {
    try {
      return promise.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new VaultException.AuditUnavailable(
          "the log did not answer within "
              + patience.toMillis()
              + " ms"
              + outcome(withdraw.getAsBoolean()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultException.AuditUnavailable(
          "interrupted while waiting for the log" + outcome(withdraw.getAsBoolean()), e);
    } catch (ExecutionException e) {
      throw unwrapped(e.getCause());
    }
  }

  /** A unit that was withdrawn never runs; one that was taken may still be committed. */
  private static String outcome(boolean withdrawn) {
    return withdrawn
        ? "; nothing was released or changed; try again"
        : "; nothing was released, but a change may still be kept: read before you repeat it";
  }

  private static RuntimeException unwrapped(@Nullable Throwable cause) {
    if (cause instanceof VaultException known) {
      return known;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException other) {
      return other;
    }
    throw new AssertionError("a unit failed in a way no unit can", cause);
  }

  /** Takes nothing from now on; callers are told {@code why}. What is queued is still committed. */
  public void shut(VaultException.KeyUnavailable why) {
    shut = why;
  }

  /** Takes requests again. */
  public void reopen() {
    shut = null;
  }

  /** Appends an entry, shut or not: of the keys' going and coming. */
  public void appendOfKeys(EntryDraft draft) {
    commitNow(new AppendUnit(List.of(draft)));
  }

  /** Lets go of the keys of log subjects. */
  public void forgetKeys() {
    committer.forgetKeys();
  }

  /**
   * Tells the other nodes of this one's key, with the next beat.
   *
   * @param outMillis since when it is out of reach; 0 while it is not
   * @param untilMillis until when it goes on from memory; 0 when it does no more
   */
  public void key(long outMillis, long untilMillis) {
    registry.key(outMillis, untilMillis);
  }

  /** Other nodes may wait until all run by one state: this one does, from now on. */
  public void runsBy(int generation) {
    registry.runsBy(generation);
  }

  /** Runs {@code look} every second: it looks what other nodes changed. */
  public void look(Runnable look) {
    heartbeat.look(
        () -> {
          look.run();
          sealIfDue();
        });
  }

  /** Seals the entries of this process that have waited for it long enough. */
  private void sealIfDue() {
    if (shut == null && committer.owesASeal()) {
      seal();
    }
  }

  /** Seals what this process wrote up to now, so that nobody can add to it in its name. */
  public void seal() {
    append(List.of(EntryDraft.of(EventCode.SEAL)));
  }

  /** Whether this process wrote anything yet. */
  public boolean hasWritten() {
    return registry.wasEverIn();
  }

  /** Says to the others that this node lives, and what it goes by. */
  public void beat() {
    registry.beat();
  }

  /** As {@link Committer#turn} says. */
  Optional<ShardClosing.Outcome> turn(ShardClosing closing, CheckpointPublisher publisher) {
    checkOpen();
    return committer.turn(closing, publisher);
  }

  /** What this process knows to be lost from the log, if anything is. */
  public Optional<SetBack> setBack() {
    return committer.setBack();
  }

  /** Commits what is queued, appends STOP, and ends the committer. */
  @Override
  public void close() {
    heartbeat.close();
    committer.close();
  }
}

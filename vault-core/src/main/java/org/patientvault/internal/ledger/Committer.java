package org.patientvault.internal.ledger;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.store.NodeRow;
import org.patientvault.internal.store.RecordPlace;
import org.patientvault.internal.store.RolledBack;
import org.patientvault.internal.store.StateRow;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.Turn;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits units: a caller who comes alone commits on its own thread, without waiting for another to
 * wake up; under load one thread drains the queue into one transaction per batch, so that many
 * callers share one forced write.
 *
 * <p>Head and state are read again inside every transaction: other processes may have the vault
 * open. A transaction that fails fails all its callers, and the node begins a new boot, so that no
 * counter is ever used twice.
 */
public final class Committer {
  static final int BATCH = 256;
  private static final int TRIES = 5;

  /**
   * A node that runs writes at least after so many times the pause between seals: who finds nothing
   * for longer knows that it did not run.
   */
  private static final int SPEAK = 120;

  private static final int MOST_PAUSE_NANOS = 20_000_000;
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  /** Wakes the thread without giving it work. */
  private static final Pending<Long> WAKE = new Pending<>(new AppendUnit(List.of()));

  private final Store store;
  private final Function<Shard, ShardParts> partsOf;
  private final HeadSeal seal;
  private final StateGuard guard;
  private final NodeRegistry registry;
  private final LogWatch watch;

  private final Above above;

  private final WrittenDigests written = new WrittenDigests();
  private final SecureRandom random;
  private final Clock clock;

  /** How long an entry may wait for its node's seal while the node runs. */
  private final Duration sealEvery;

  private final BlockingQueue<Pending<?>> queue;
  private final Thread thread;

  /** Held by whoever runs a transaction; guards all state below. */
  private final ReentrantLock committing = new ReentrantLock();

  private volatile boolean closing;
  private volatile boolean busy;

  /** The log that this process writes to; another process may have begun the next one. */
  private ShardParts log;

  private Node node;

  /** When the first entry that no seal covers was committed, by the log's clock. */
  private Instant unsealedSince = Instant.MAX;

  private Instant lastWritten = Instant.EPOCH;

  /** The generation of the state that was written beside last. */
  private int goesBy;

  Committer(
      Store store,
      Shard shard,
      String nodeName,
      Function<Shard, ShardParts> partsOf,
      StateGuard guard,
      NodeRegistry registry,
      HeadSeal seal,
      Above above,
      SecureRandom random,
      Clock clock,
      Duration sealEvery,
      int queued) {
    this.store = store;
    this.partsOf = partsOf;
    this.log = partsOf.apply(shard);
    this.seal = seal;
    this.guard = guard;
    this.registry = registry;
    this.watch = new LogWatch(seal);
    this.above = above;
    this.random = random;
    this.queue = new ArrayBlockingQueue<>(queued);
    this.clock = clock;
    this.sealEvery = sealEvery;
    this.node = Node.boot(nodeName, shard.origin(), random);
    this.thread = new Thread(this::run, "patientvault-committer");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Commits {@code pending} on the caller's thread if nobody else is committing or waits to; says
   * whether it did. An interrupted caller is sent to the queue: its interruption must not fail a
   * transaction.
   */
  boolean commitAlone(Pending<?> pending) {
    if (Thread.currentThread().isInterrupted() || !committing.tryLock()) {
      return false;
    }
    try {
      if (closing || busy || !queue.isEmpty()) {
        return false;
      }
      commit(List.of(pending));
      return true;
    } finally {
      committing.unlock();
    }
  }

  void enqueue(Pending<?> pending, Duration patience) {
    try {
      if (closing) {
        throw new VaultException.AuditUnavailable("the vault is closed", null);
      }
      boolean queued = queue.offer(pending, patience.toMillis(), TimeUnit.MILLISECONDS);
      if (queued && closing && !thread.isAlive()) {
        failQueued();
      }
      if (!queued) {
        throw new VaultException.AuditUnavailable(
            "the log's queue stayed full for "
                + patience.toMillis()
                + " ms; nothing was released; try again later",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultException.AuditUnavailable("interrupted before the log took the request", e);
    }
  }

  /** What came too late for the thread to see. */
  private void failQueued() {
    List<Pending<?>> late = new ArrayList<>();
    queue.drainTo(late);
    VaultException closed = new VaultException.AuditUnavailable("the vault is closed", null);
    late.forEach(pending -> pending.failed(closed));
  }

  private void run() {
    List<Pending<?>> batch = new ArrayList<>(BATCH);
    while (!closing || !queue.isEmpty()) {
      try {
        batch.add(queue.take());
        commitWithOthers(batch);
      } catch (InterruptedException e) {
        closing = true;
      } catch (RuntimeException | Error e) {
        // Let through, it would end the thread, and everybody in the queue would wait in vain.
        batch.forEach(pending -> pending.failed(e));
      } finally {
        batch.clear();
      }
    }
    stop();
  }

  /** What came while somebody committed alone goes into the same batch. */
  private void commitWithOthers(List<Pending<?>> batch) {
    busy = true;
    committing.lock();
    try {
      queue.drainTo(batch, BATCH - 1);
      batch.removeIf(pending -> pending == WAKE || !pending.take());
      if (!batch.isEmpty()) {
        commit(batch);
      }
    } finally {
      busy = false;
      committing.unlock();
    }
  }

  private void commit(List<Pending<?>> batch) {
    try {
      believe(committed(batch));
      log.subjects().committed();
    } catch (RuntimeException | Error e) {
      startOver();
      VaultException told = told(e);
      batch.forEach(pending -> pending.failed(told));
      return;
    }
    batch.forEach(Pending::committed);
    if (clock.instant().atZone(ZoneOffset.UTC).getYear() > log.shard().year()) {
      above.newYear();
    }
  }

  /** What is believed once it is committed. */
  private record Done(EntryWriter.Written written, @Nullable NodeRow entered) {}

  /** A transaction that the database undid is run again: nothing was kept. */
  private Done committed(List<Pending<?>> batch) {
    for (int tried = 1; ; tried++) {
      try {
        return store.write(rows -> transact(rows, batch));
      } catch (RolledBack e) {
        log.subjects().rolledBack();
        if (tried == TRIES) {
          throw e.told();
        }
        // Of those who stood in each other's way, one begins sooner.
        LockSupport.parkNanos(random.nextInt(1, tried * MOST_PAUSE_NANOS));
      }
    }
  }

  private static VaultException told(Throwable why) {
    if (why instanceof VaultException.KeyUnavailable key) {
      return new VaultException.KeyUnavailable(
          key.reason(), "nothing was released or changed: " + key.getMessage(), key);
    }
    if (why instanceof VaultException.Tampered) {
      return new VaultException.Tampered(
          "nothing was released or changed: " + why.getMessage(), why);
    }
    return new VaultException.AuditUnavailable(
        "the log could not be written, so nothing was released; read before you repeat a change: "
            + why.getMessage(),
        why);
  }

  private void believe(Done done) {
    EntryWriter.Written last = done.written();
    node = last.node();
    noteUnsealed();
    if (last.lastLeafHash() != null) {
      watch.committed(last.head(), last.lastLeafHash());
    }
    if (done.entered() != null) {
      registry.entered(done.entered());
    }
  }

  private Done transact(WriteView rows, List<Pending<?>> batch) {
    LedgerTransaction transaction = begin(rows, ahead(batch));
    if (node.isNew()) {
      transaction.append(EntryDraft.of(EventCode.START));
    }
    watch.untold().ifPresent(lost -> transaction.append(lost.entry()));
    NodeRow entered = null;
    if (node.isNew() || registry.isOut()) {
      entered = registry.enter(rows, node, transaction.state().generation());
    }
    batch.forEach(pending -> pending.run(transaction));
    return new Done(log.writer().write(transaction, node), entered);
  }

  private static Set<RecordPlace> ahead(List<Pending<?>> batch) {
    Set<RecordPlace> places = new HashSet<>();
    batch.forEach(pending -> places.addAll(pending.ahead()));
    return places;
  }

  /**
   * What was acknowledged and is gone is not to be remembered either. An entry says so; and the
   * counter goes on, so that a gap in it says it too.
   */
  private LedgerTransaction begin(WriteView rows, Set<RecordPlace> ahead) {
    Turn turn = rows.begin(log.shard().number(), ahead);
    goBy(turn.state());
    if (watch.wentBack(turn.head(), turn.state(), rows)) {
      log.subjects().forget();
      written.forget();
      above.wentBack();
    }
    StateRow state = guard.writesBeside(turn.state(), rows);
    while (state.shard() != turn.head().shard()) {
      turn = followed(state, rows);
      goBy(turn.state());
      state = guard.writesBeside(turn.state(), rows);
    }
    return new LedgerTransaction(
        rows, turn.head(), state, written, log.subjects(), node.run().unsealed());
  }

  private void goBy(StateRow state) {
    if (state.generation() != goesBy) {
      log.subjects().forget();
      above.changedState();
      goesBy = state.generation();
    }
  }

  /**
   * Another process closed the log: this one goes on in the next, as a new boot. Until this one has
   * its turn in that log, it may have been closed too.
   */
  private Turn followed(StateRow state, WriteView rows) {
    Turn turn = rows.begin(state.shard(), Set.of());
    writesTo(partsOf.apply(new Shard(turn.head().shard(), turn.head().origin())));
    watch.follows(turn.head().shard());
    return turn;
  }

  private void writesTo(ShardParts parts) {
    log = parts;
    node = Node.boot(node.name(), parts.shard().origin(), random);
    unsealedSince = Instant.MAX;
  }

  /**
   * Ends the log that {@code closing} names, and begins the next. Empty when another process is
   * signing; then nothing was done.
   *
   * @return the log that is written to now, and whether it was begun here and now
   */
  Optional<ShardClosing.Outcome> turn(ShardClosing closing, CheckpointPublisher publisher) {
    committing.lock();
    try {
      Optional<Optional<ShardTurn.Begun>> done =
          publisher.whileNobodySigns(rows -> turn(rows, closing, publisher));
      done.flatMap(begun -> begun).ifPresent(this::begun);
      return done.map(begun -> new ShardClosing.Outcome(log.shard(), begun.isPresent()));
    } catch (RuntimeException | Error e) {
      startOver();
      throw e;
    } finally {
      committing.unlock();
    }
  }

  private Optional<ShardTurn.Begun> turn(
      WriteView rows, ShardClosing closing, CheckpointPublisher publisher) {
    log.subjects().rolledBack();
    LedgerTransaction last = begin(rows, Set.of());
    if (last.shard() != closing.shard()) {
      return Optional.empty();
    }
    if (node.isNew()) {
      last.append(EntryDraft.of(EventCode.START));
    }
    watch.untold().ifPresent(lost -> last.append(lost.entry()));
    registry.leave(rows);
    return Optional.of(
        new ShardTurn(closing, guard, seal, random)
            .write(last, log, node, publisher::signLast, partsOf));
  }

  private void begun(ShardTurn.Begun begun) {
    writesTo(begun.parts());
    begun.parts().subjects().committed();
    watch.committed(begun.head(), begun.genesisLeafHash());
    registry.left();
  }

  private void noteUnsealed() {
    lastWritten = clock.instant();
    if (node.run().unsealed() == 0) {
      unsealedSince = Instant.MAX;
    } else if (unsealedSince.equals(Instant.MAX)) {
      unsealedSince = lastWritten;
    }
  }

  /**
   * Whether entries of this boot have waited for a seal long enough, or it said nothing for so long
   * that it could be taken for dead. While somebody commits nobody waits here: who asks looks again
   * soon, and many entries seal themselves.
   */
  boolean owesASeal() {
    if (!committing.tryLock()) {
      return false;
    }
    try {
      Instant now = clock.instant();
      boolean waited = node.run().unsealed() > 0 && !now.isBefore(unsealedSince.plus(sealEvery));
      boolean silent =
          !node.isNew() && !now.isBefore(lastWritten.plus(sealEvery.multipliedBy(SPEAK)));
      return log.writer().hasKeys() && (waited || silent);
    } finally {
      committing.unlock();
    }
  }

  /** What this process knows to be lost from the log, if anything is. */
  Optional<SetBack> setBack() {
    return watch.lost();
  }

  /** Lets go of the keys of log subjects, once nobody commits. */
  void forgetKeys() {
    committing.lock();
    try {
      log.subjects().forget();
      log.writer().forgetKeys();
    } finally {
      committing.unlock();
    }
  }

  /**
   * Whether a failed commit left something is not known for sure: a new boot makes both cases
   * right.
   */
  private void startOver() {
    log.subjects().rolledBack();
    node = Node.boot(node.name(), log.shard().origin(), random);
    unsealedSince = Instant.MAX;
  }

  private void stop() {
    committing.lock();
    try {
      if (!log.writer().hasKeys()) {
        leaveWithoutStop();
      } else if (!node.isNew()) {
        appendStop();
      }
    } finally {
      committing.unlock();
    }
  }

  /** Who has no keys any more cannot say STOP; the log says since when. */
  private void leaveWithoutStop() {
    try {
      registry.leave();
    } catch (VaultException | RolledBack e) {
      LOG.warn("the node could not leave the table of nodes: {}", e.getMessage());
    }
  }

  private void appendStop() {
    try {

      store.write(
          rows -> {
            LedgerTransaction transaction = begin(rows, Set.of());
            registry.leave(rows);
            // In a log that another process began meanwhile this one wrote nothing.
            if (!node.isNew()) {
              transaction.append(EntryDraft.of(EventCode.STOP));
            }
            return log.writer().write(transaction, node);
          });
    } catch (VaultException | RolledBack e) {
      LOG.warn("the closing entry could not be written: {}", e.getMessage());
    }
  }

  /** Commits what is queued, appends STOP, and waits for the thread to end. */
  void close() {
    closing = true;
    queue.offer(WAKE);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    failQueued();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

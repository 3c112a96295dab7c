package org.patientvault.internal.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.NodeRow;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.WriteView;

/**
 * Says in the database that this process has the vault open, from its first entry to its last.
 *
 * <p>A process that can release or change anything is in the table, for it comes in with its START
 * entry. No key protects the rows: they are for planning, not for evidence. Safe for use by several
 * threads.
 */
public final class NodeRegistry {
  /** How often a process says that it lives. */
  static final Duration BEAT = Duration.ofSeconds(10);

  /** How often it looks what the others changed. */
  static final Duration LOOK = Duration.ofSeconds(1);

  /** After so long without a word it is taken for dead. */
  public static final Duration LIVE = BEAT.multipliedBy(4);

  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private final Store store;
  private final Clock clock;

  /** The row as it was written last; null while there is none. */
  private final AtomicReference<@Nullable NodeRow> row = new AtomicReference<>();

  /** The generation that the others can read. */
  private volatile int told;

  private volatile boolean everIn;
  private volatile long keyOutMillis;
  private volatile long keyUntilMillis;

  NodeRegistry(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  boolean isOut() {
    return row.get() == null;
  }

  /** Whether this process wrote anything: it came in with that. */
  boolean wasEverIn() {
    return everIn;
  }

  /** Whether it goes by another generation than the others can read. */
  boolean owesABeat() {
    NodeRow known = row.get();
    return known != null && known.generation() != told;
  }

  /** Together with the START entry of {@code node}; it counts once that is committed. */
  NodeRow enter(WriteView rows, Node node, int generation) {
    leave(rows);
    long now = rows.now(clock.millis());
    rows.deleteNodesNotSeenBetween(now - FORGOTTEN.toMillis(), now + LIVE.toMillis());
    NodeRow entered =
        NodeRow.entered(node.name(), node.boot(), generation, now)
            .withKey(keyOutMillis, keyUntilMillis);
    rows.insertNode(entered);
    return entered;
  }

  /** After the commit. */
  void entered(NodeRow committed) {
    row.set(committed.withKey(keyOutMillis, keyUntilMillis));
    told = committed.generation();
    everIn = true;
  }

  /** Together with the STOP entry; or before another boot of the same process. */
  void leave(WriteView rows) {
    NodeRow left = row.get();
    if (left != null) {
      rows.deleteNode(left.name(), left.boot());
    }
  }

  /** This process runs by that generation of slots, policy and schema from now on. */
  void runsBy(int generation) {
    row.updateAndGet(known -> known == null ? null : known.withGeneration(generation));
  }

  /** What the others hear of this process's key with the next beat, as {@link NodeRow} says. */
  void key(long outMillis, long untilMillis) {
    keyOutMillis = outMillis;
    keyUntilMillis = untilMillis;
    row.updateAndGet(known -> known == null ? null : known.withKey(outMillis, untilMillis));
  }

  /** After that is committed, where the process goes on: it comes in again with its next entry. */
  void left() {
    row.set(null);
  }

  /** As {@link #leave(WriteView)}, alone: for a process that has no keys to write STOP with. */
  void leave() {
    store.write(
        rows -> {
          leave(rows);
          return true;
        });
  }

  /** Says that the process lives; one that was forgotten meanwhile comes in again. */
  void beat() {
    NodeRow known = row.get();
    if (known == null) {
      return;
    }
    boolean there = store.write(rows -> rows.touchNode(known.seen(rows.now(clock.millis()))));
    if (there) {
      told = known.generation();
    } else {
      row.compareAndSet(known, null);
    }
  }
}

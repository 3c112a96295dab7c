package org.patientvault.internal.ledger;

import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.crypto.LogKeys;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Store;
import org.patientvault.model.VaultException;

/**
 * Who signs the newest log, whichever it is now: any process may close one and begin the next.
 *
 * <p>Remembers the newest log that it saw, as long as the process lives, so that a database from
 * before that is not signed. Safe for use by several threads.
 */
final class Publishers {
  private final Store store;
  private final Supplier<LogKeys> keys;
  private final BiFunction<Shard, LogKeys, CheckpointPublisher> made;
  private @Nullable Current current;

  private record Current(CheckpointPublisher publisher, LogKeys keys) {
    Shard log() {
      return publisher.shard();
    }
  }

  Publishers(
      Store store, Supplier<LogKeys> keys, BiFunction<Shard, LogKeys, CheckpointPublisher> made) {
    this.store = store;
    this.keys = keys;
    this.made = made;
  }

  /**
   * Who signs the newest log.
   *
   * @throws VaultException.Tampered when there was a newer one before
   */
  synchronized CheckpointPublisher current() {
    Shard newest = store.read(Publishers::newest);
    LogKeys now = keys.get();
    Current known = current;
    if (known != null && known.log().equals(newest) && known.keys() == now) {
      return known.publisher();
    }
    if (known != null && Shard.ORDER.compare(newest.number(), known.log().number()) < 0) {
      throw CheckpointPublisher.refused(
          "went back: the log "
              + known.log().name()
              + " had begun, and the newest one there now is "
              + newest.name()
              + "; a standby that lagged behind was promoted, or an older copy was put back");
    }
    CheckpointPublisher next = made.apply(newest, now);
    current = new Current(next, now);
    return next;
  }

  private static Shard newest(ReadView rows) {
    LogHeadRow head =
        rows.logHead(rows.theState().shard())
            .orElseThrow(
                () ->
                    new VaultException.Tampered(
                        "the vault's log head is gone; run patientvault audit verify"));
    return new Shard(head.shard(), head.origin());
  }
}

package org.patientvault.internal.ledger;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
  private final Function<Shard, CheckpointPublisher> made;
  private @Nullable CheckpointPublisher current;

  Publishers(Store store, Function<Shard, CheckpointPublisher> made) {
    this.store = store;
    this.made = made;
  }

  /**
   * Who signs the newest log.
   *
   * @throws VaultException.Tampered when there was a newer one before
   */
  synchronized CheckpointPublisher current() {
    Shard newest = store.read(Publishers::newest);
    CheckpointPublisher known = current;
    if (known != null && known.shard().equals(newest)) {
      return known;
    }
    if (known != null && Shard.ORDER.compare(newest.number(), known.shard().number()) < 0) {
      throw CheckpointPublisher.refused(
          "went back: the log "
              + known.shard().name()
              + " had begun, and the newest one there now is "
              + newest.name()
              + "; a standby that lagged behind was promoted, or an older copy was put back");
    }
    CheckpointPublisher next = made.apply(newest);
    current = next;
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

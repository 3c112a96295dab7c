package org.patientvault.internal.ledger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.StateRow;
import org.patientvault.model.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the log lost what this process saw committed, as when a standby that lagged behind
 * was promoted, also when others wrote into it since.
 *
 * <p>For the one who commits; what was lost may be asked for by anybody.
 */
final class LogWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);

  private final HeadSeal seal;

  /** What this process wrote last: the head after it, and the hash of its last entry. */
  private @Nullable Seen seen;

  private volatile Optional<SetBack> lost = Optional.empty();

  /** A loss that is not in the log yet. */
  private Optional<SetBack> untold = Optional.empty();

  private record Seen(LogHeadRow head, Bytes lastLeafHash) {}

  LogWatch(HeadSeal seal) {
    this.seal = seal;
  }

  /**
   * Whether {@code head} does not extend what was seen.
   *
   * @throws org.patientvault.model.VaultException.Tampered when the vault did not write that head:
   *     then nothing is lost, but somebody edited rows
   */
  boolean wentBack(LogHeadRow head, StateRow state, ReadView rows) {
    Seen known = seen;
    if (known == null || extend(known, head, rows)) {
      return false;
    }
    seal.verified(head, state);
    long before = known.head().size();
    SetBack found = new SetBack(before, Math.min(head.size(), before - 1));
    LOG.error("{}", found.told());
    lost = Optional.of(found);
    untold = lost;
    seen = null;
    return true;
  }

  private static boolean extend(Seen known, LogHeadRow head, ReadView rows) {
    long before = known.head().size();
    if (head.size() <= before) {
      return head.size() == before && head.root().equals(known.head().root());
    }
    return rows.logEntry(head.shard(), before - 1)
        .filter(entry -> entry.leafHash().equals(known.lastLeafHash()))
        .isPresent();
  }

  /** What the log has to be told before anything else. */
  Optional<SetBack> untold() {
    return untold;
  }

  /**
   * The log that was seen was closed by another process, and ended with what was seen, or later.
   */
  void follows(int shard) {
    if (seen != null && seen.head().shard() != shard) {
      seen = null;
    }
  }

  void committed(LogHeadRow head, Bytes lastLeafHash) {
    seen = new Seen(head, lastLeafHash);
    untold = Optional.empty();
  }

  /** What this process knows to be lost from the log, if anything is. */
  Optional<SetBack> lost() {
    return lost;
  }
}

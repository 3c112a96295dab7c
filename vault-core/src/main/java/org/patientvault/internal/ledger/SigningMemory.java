package org.patientvault.internal.ledger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.model.VaultException;

/**
 * What this process signed last, and how far it saw others sign: a database that goes back, be it
 * consistent in itself, is not signed again. Lives as long as the process.
 */
final class SigningMemory {
  private @Nullable MerkleFrontier signed;
  private long seen;

  /** The tree to go on from, a copy: everything signed from now on extends it. */
  synchronized Optional<MerkleFrontier> tree() {
    return Optional.ofNullable(signed).map(MerkleFrontier::copy);
  }

  /**
   * Takes note of the newest signature in the database.
   *
   * @throws VaultException.Tampered when there was a newer one before
   */
  synchronized void check(long newest) {
    if (newest < seen) {
      throw CheckpointPublisher.refused(
          "went back: "
              + seen
              + " entries were signed, and the newest signature there now is over "
              + newest
              + "; a standby that lagged behind was promoted, or an older copy was put back");
    }
    seen = newest;
  }

  synchronized void signed(MerkleFrontier tree) {
    signed = tree.copy();
    seen = tree.size();
  }
}

package org.patientvault.internal.ledger;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * What this process signed last, and how far it saw others sign: a database that goes back, be it
 * consistent in itself, is not signed again. Lives as long as the process.
 */
final class SigningMemory {
  private @Nullable MerkleFrontier signed;
  private @Nullable Bytes trusted;
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

  /**
   * Takes note of a note, which is verified when it is a new one.
   *
   * @throws VaultException.Tampered when it was not signed by the vault
   */
  synchronized void trust(Bytes note, Predicate<Bytes> verified) {
    if (!Objects.equals(note, trusted)) {
      if (!verified.test(note)) {
        throw CheckpointPublisher.refused("has a newest note that this vault did not sign");
      }
      trusted = note;
    }
  }

  synchronized void signed(MerkleFrontier tree) {
    signed = tree.copy();
    seen = tree.size();
  }
}

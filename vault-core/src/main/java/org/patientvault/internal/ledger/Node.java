package org.patientvault.internal.ledger;

import java.security.SecureRandom;
import org.patientvault.internal.crypto.NodeKey;

/**
 * One process with the vault open: the node's name, the boot that tells two runs of it apart, how
 * far it has counted, and what it has yet to seal. Immutable but for the run, which only grows in
 * copies.
 */
record Node(String name, int boot, long counter, SealedRun run) {
  /** A new boot of {@code name}, with a key of its own. */
  static Node boot(String name, String origin, SecureRandom random) {
    return new Node(name, random.nextInt(), 0, SealedRun.begin(origin, NodeKey.generate(random)));
  }

  /** The same boot after entries that are about to be committed. */
  Node at(long count, SealedRun grown) {
    return new Node(name, boot, count, grown);
  }

  /** Whether it wrote anything yet. */
  boolean isNew() {
    return counter == 0;
  }
}

package org.patientvault.internal.ledger;

import java.security.MessageDigest;
import org.patientvault.audit.EntryStamp;
import org.patientvault.audit.NodeSeal;
import org.patientvault.internal.crypto.NodeKey;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.model.Bytes;

/**
 * The entries of one boot that no seal covers yet, as a running hash.
 *
 * <p>A transaction works on a copy, which counts once it is committed. For one thread at a time.
 */
final class SealedRun {
  private final String origin;
  private final NodeKey key;
  private final MessageDigest leaves;
  private int unsealed;

  private SealedRun(String origin, NodeKey key, MessageDigest leaves, int unsealed) {
    this.origin = origin;
    this.key = key;
    this.leaves = leaves;
    this.unsealed = unsealed;
  }

  /** Of a boot that has written nothing yet. */
  static SealedRun begin(String origin, NodeKey key) {
    return new SealedRun(origin, key, Sha256.digest(), 0);
  }

  SealedRun copy() {
    return new SealedRun(origin, key, Sha256.copy(leaves), unsealed);
  }

  Bytes publicKey() {
    return key.publicKey();
  }

  /** How many entries no seal covers, not counting the last seal itself. */
  int unsealed() {
    return unsealed;
  }

  /** What was appended to the log; one that {@code seals} begins what the next seal covers. */
  void append(Bytes leafHash, boolean seals) {
    leaves.update(leafHash.unsafeArray());
    unsealed = seals ? 0 : unsealed + 1;
  }

  /** Digest and signature of a seal. */
  record Seal(Bytes covered, Bytes signature) {}

  /** Seals what was appended since the last seal. */
  Seal seal(EntryStamp sealing) {
    Bytes covered = Bytes.wrap(leaves.digest());
    return new Seal(covered, key.sign(NodeSeal.message(origin, sealing, covered)));
  }
}

package org.patientvault.audit;

import java.util.List;
import org.patientvault.model.Bytes;

/** The hashes of a proof, taken one by one; asking for more than there are spoils the proof. */
final class ProofHashes {
  private final MerkleHash hash = new MerkleHash();
  private final List<Bytes> hashes;
  private int used;

  ProofHashes(List<Bytes> hashes) {
    this.hashes = hashes;
  }

  static boolean areHashes(List<Bytes> hashes) {
    return hashes.stream().allMatch(each -> each.size() == MerkleHash.SIZE_BYTES);
  }

  byte[] nextOnTheLeftOf(byte[] node) {
    return hash.node(next(), node);
  }

  byte[] nextOnTheRightOf(byte[] node) {
    return hash.node(node, next());
  }

  byte[] next() {
    used++;
    return used > hashes.size() ? new byte[MerkleHash.SIZE_BYTES] : hashes.get(used - 1).toArray();
  }

  byte[] onTheRight(byte[] left, byte[] right) {
    return hash.node(left, right);
  }

  /** True when every hash was taken, and none that is not there. */
  boolean areUsedUp() {
    return used == hashes.size();
  }
}

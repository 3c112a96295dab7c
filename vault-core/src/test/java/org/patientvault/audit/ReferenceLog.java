package org.patientvault.audit;

import java.util.List;
import org.patientvault.model.Bytes;

/** The subtrees of a log that is held as a list of leaf hashes, slow and obvious. */
record ReferenceLog(List<byte[]> leafHashes) implements TreeReader {
  @Override
  public Bytes subtree(int level, long index) {
    return Bytes.of(over((int) (index << level), 1 << level));
  }

  private byte[] over(int from, int count) {
    return count == 1
        ? leafHashes.get(from)
        : new MerkleHash().node(over(from, count / 2), over(from + count / 2, count / 2));
  }
}

package org.patientvault.audit;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.model.Bytes;

/** RFC 6962 section 2.1 as it is written there, slow and obvious. */
final class ReferenceTree implements TreeReader {
  private final MerkleHash hash = new MerkleHash();
  private final List<byte[]> leaves = new ArrayList<>();

  static ReferenceTree ofSize(int size) {
    ReferenceTree tree = new ReferenceTree();
    for (int i = 0; i < size; i++) {
      tree.leaves.add(new byte[] {(byte) (i >> 8), (byte) i});
    }
    return tree;
  }

  byte[] leafHash(int index) {
    return hash.leaf(leaves.get(index));
  }

  Bytes root(int size) {
    return Bytes.of(size == 0 ? hash.empty() : over(0, size));
  }

  private byte[] over(int from, int to) {
    if (to - from == 1) {
      return leafHash(from);
    }
    int split = 1;
    while (split * 2 < to - from) {
      split *= 2;
    }
    return hash.node(over(from, from + split), over(from + split, to));
  }

  @Override
  public Bytes subtree(int level, long index) {
    return Bytes.of(over((int) (index << level), (int) ((index + 1) << level)));
  }
}

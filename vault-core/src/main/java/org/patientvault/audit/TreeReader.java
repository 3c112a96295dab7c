package org.patientvault.audit;

import org.patientvault.model.Bytes;

/** Hands out the hashes of a tree's complete subtrees, for making proofs. */
@FunctionalInterface
public interface TreeReader {
  /**
   * The hash of the {@code index}-th subtree of {@code 2^level} leaves, counted from 0; level 0 is
   * the leaf hashes.
   */
  Bytes subtree(int level, long index);

  /**
   * The hash over entries {@code from} to {@code to} (excluded), {@code from} a subtree's start.
   */
  private static Bytes range(TreeReader tree, long from, long to) {
    long size = to - from;
    int level = 63 - Long.numberOfLeadingZeros(size);
    if (size == 1L << level) {
      return tree.subtree(level, from >> level);
    }
    long middle = from + (1L << level);
    byte[] left = range(tree, from, middle).toArray();
    return Bytes.of(new MerkleHash().node(left, range(tree, middle, to).toArray()));
  }

  /** The hash over a range of entries, as RFC 6962 splits it. */
  default Bytes range(long from, long to) {
    return range(this, from, to);
  }
}

package org.patientvault.audit;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.model.Bytes;

/**
 * Shows that one leaf stands at one index of a tree, RFC 9162 section 2.1.3.
 *
 * <p>Proves nothing alone: rebuild the leaf from what it is about, and take the root from a {@link
 * Checkpoint}.
 *
 * @param hashes from the leaf's sibling up to a child of the root, 32 bytes each
 */
public record InclusionProof(long index, long size, List<Bytes> hashes) {
  public InclusionProof {
    hashes = List.copyOf(hashes);
  }

  /**
   * Makes the proof.
   *
   * @throws IllegalArgumentException when the tree has no such index
   */
  public static InclusionProof of(TreeReader tree, long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("a tree of size " + size + " has no index " + index);
    }
    List<Bytes> hashes = new ArrayList<>();
    collect(tree, index, 0, size, hashes);
    return new InclusionProof(index, size, hashes);
  }

  private static void collect(TreeReader tree, long index, long from, long to, List<Bytes> hashes) {
    if (to - from == 1) {
      return;
    }
    long middle = from + Long.highestOneBit(to - from - 1);
    if (index < middle) {
      collect(tree, index, from, middle, hashes);
      hashes.add(tree.range(middle, to));
    } else {
      collect(tree, index, middle, to, hashes);
      hashes.add(tree.range(from, middle));
    }
  }

  /** True when a tree with this root has a leaf with this hash at this index. */
  public boolean proves(Bytes leafHash, Bytes root) {
    if (index < 0 || index >= size || !ProofHashes.areHashes(hashes) || leafHash.size() != 32) {
      return false;
    }
    ProofHashes rest = new ProofHashes(hashes);
    byte[] node = leafHash.toArray();
    long place = index;
    for (long last = size - 1; last > 0; last >>= 1) {
      if ((place & 1) == 1) {
        node = rest.nextOnTheLeftOf(node);
      } else if (place < last) {
        node = rest.nextOnTheRightOf(node);
      }
      place >>= 1;
    }
    return rest.areUsedUp() && Bytes.of(node).equals(root);
  }
}

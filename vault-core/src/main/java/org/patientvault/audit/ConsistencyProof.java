package org.patientvault.audit;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.model.Bytes;

/**
 * Shows that a tree only grew, RFC 9162 section 2.1.4.
 *
 * <p>Nothing follows from size 0, so it is refused; the caller treats a first meeting apart. Equal
 * sizes have the empty proof and equal roots.
 *
 * @param hashes 32 bytes each, in the order of the RFC
 */
public record ConsistencyProof(long oldSize, long newSize, List<Bytes> hashes) {
  public ConsistencyProof {
    hashes = List.copyOf(hashes);
  }

  /**
   * Makes the proof.
   *
   * @throws IllegalArgumentException unless {@code 1 <= oldSize <= newSize}
   */
  public static ConsistencyProof of(TreeReader tree, long oldSize, long newSize) {
    if (oldSize < 1 || oldSize > newSize) {
      throw new IllegalArgumentException("no proof from size " + oldSize + " to " + newSize);
    }
    List<Bytes> hashes = new ArrayList<>();
    collect(tree, oldSize, 0, newSize, true, hashes);
    return new ConsistencyProof(oldSize, newSize, hashes);
  }

  private static void collect(
      TreeReader tree, long old, long from, long to, boolean startsTree, List<Bytes> hashes) {
    if (old == to) {
      if (!startsTree) {
        hashes.add(tree.range(from, to));
      }
      return;
    }
    long middle = from + Long.highestOneBit(to - from - 1);
    if (old <= middle) {
      collect(tree, old, from, middle, startsTree, hashes);
      hashes.add(tree.range(middle, to));
    } else {
      collect(tree, old, middle, to, false, hashes);
      hashes.add(tree.range(from, middle));
    }
  }

  /** True when the tree with the new root begins with the tree with the old root. */
  public boolean proves(Bytes oldRoot, Bytes newRoot) {
    if (oldSize < 1 || oldSize > newSize || !ProofHashes.areHashes(hashes)) {
      return false;
    }
    if (oldSize == newSize) {
      return hashes.isEmpty() && oldRoot.equals(newRoot);
    }
    return !hashes.isEmpty() && folds(oldRoot, newRoot);
  }

  private boolean folds(Bytes oldRoot, Bytes newRoot) {
    ProofHashes rest = new ProofHashes(hashes);
    int skipped = Long.numberOfTrailingZeros(oldSize);
    boolean startsTree = oldSize == 1L << skipped;
    byte[] newer = startsTree ? oldRoot.toArray() : rest.next();
    if (newer.length != MerkleHash.SIZE_BYTES) {
      return false;
    }
    byte[] older = newer;
    long place = (oldSize - 1) >> skipped;
    for (long last = (newSize - 1) >> skipped; last > 0; last >>= 1) {
      if ((place & 1) == 1) {
        byte[] left = rest.next();
        older = rest.onTheRight(left, older);
        newer = rest.onTheRight(left, newer);
      } else if (place < last) {
        newer = rest.nextOnTheRightOf(newer);
      }
      place >>= 1;
    }
    return rest.areUsedUp() && Bytes.of(older).equals(oldRoot) && Bytes.of(newer).equals(newRoot);
  }
}

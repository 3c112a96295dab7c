package org.patientvault.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.patientvault.model.Bytes;

/**
 * Makes the proof that a tree grew, out of its right edge at the older size and the leaves since.
 *
 * <p>Reads each new leaf once and holds a few hashes for each level, however much was appended. For
 * one thread.
 */
public final class GrowthProof {
  private final MerkleFrontier tree;
  private final long oldSize;
  private final long newSize;
  private final Map<Place, Bytes> known = new HashMap<>();

  /** The subtrees of new leaves that the proof needs, in the order of their leaves. */
  private final List<Place> wanted;

  private int next;
  private MerkleFrontier building = new MerkleFrontier();

  private record Place(int level, long index) {
    long first() {
      return index << level;
    }

    long end() {
      return (index + 1) << level;
    }
  }

  /**
   * Begins a proof.
   *
   * @param old the right edge at the older size, as it is trusted
   * @throws IllegalArgumentException unless {@code 1 <= old.size() <= newSize}
   */
  public GrowthProof(MerkleFrontier old, long newSize) {
    this.tree = old.copy();
    this.oldSize = old.size();
    this.newSize = newSize;
    putEdge(old);
    this.wanted = wanted();
  }

  private void putEdge(MerkleFrontier old) {
    long from = 0;
    for (Bytes hash : old.hashes()) {
      int level = 63 - Long.numberOfLeadingZeros(oldSize - from);
      known.put(new Place(level, from >> level), hash);
      from += 1L << level;
    }
  }

  private List<Place> wanted() {
    List<Place> places = new ArrayList<>();
    Bytes any = Bytes.of(new byte[MerkleHash.SIZE_BYTES]);
    TreeReader asking =
        (level, index) -> {
          places.add(new Place(level, index));
          return any;
        };
    ConsistencyProof.of(asking, oldSize, newSize);
    return places.stream()
        .filter(place -> place.first() >= oldSize)
        .distinct()
        .sorted(Comparator.comparing(Place::first))
        .toList();
  }

  /** Takes the next leaf's hash: those from the older size on, in their order. */
  public void append(byte[] leafHash) {
    long index = tree.size();
    tree.append(leafHash);
    if (next == wanted.size() || index < wanted.get(next).first()) {
      return;
    }
    building.append(leafHash);
    if (index + 1 == wanted.get(next).end()) {
      known.put(wanted.get(next++), building.root());
      building = new MerkleFrontier();
    }
  }

  /** The tree so far: compare its root with what was signed. */
  public MerkleFrontier tree() {
    return tree.copy();
  }

  /**
   * The proof.
   *
   * @throws IllegalStateException until every leaf up to the new size was appended
   */
  public ConsistencyProof proof() {
    if (tree.size() != newSize) {
      throw new IllegalStateException(
          "the proof needs " + newSize + " leaves, and " + tree.size() + " are there");
    }
    return ConsistencyProof.of((level, index) -> hash(new Place(level, index)), oldSize, newSize);
  }

  private Bytes hash(Place place) {
    Bytes hash = known.get(place);
    if (hash == null) {
      throw new AssertionError("a proof asks for a subtree that it did not ask for before");
    }
    return hash;
  }
}

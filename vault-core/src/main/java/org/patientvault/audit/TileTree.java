package org.patientvault.audit;

import java.util.Arrays;

/**
 * The hashes of up to 256 neighbouring subtrees and everything above them, in one array.
 *
 * <p>Level 0 holds what was put in; each level above half as many, where both children are there.
 * Nothing is recomputed to learn the right edge at any width.
 */
final class TileTree {
  private static final int SIZE = MerkleHash.SIZE_BYTES;
  private static final int LEVELS = 9;

  private final byte[] nodes = new byte[(2 * TilePath.FULL - 1) * SIZE];
  private int width;

  /** Where the hash at {@code index} of {@code level} starts in {@link #nodes}. */
  private static int offset(int level, int index) {
    int before = 2 * TilePath.FULL - ((2 * TilePath.FULL) >> level);
    return (before + index) * SIZE;
  }

  /** The array to put the hashes of level 0 into, one after the other from 0. */
  byte[] nodes() {
    return nodes;
  }

  int width() {
    return width;
  }

  /** Takes {@code width} hashes of level 0 as there and computes what lies above them. */
  void build(int width, MerkleHash hash) {
    this.width = width;
    for (int level = 1; level < LEVELS; level++) {
      int count = width >> level;
      for (int i = 0; i < count; i++) {
        int left = offset(level - 1, 2 * i);
        hash.node(nodes, left, nodes, left + SIZE, nodes, offset(level, i));
      }
    }
  }

  /** A tree over the hashes of a tile file. */
  static TileTree over(byte[] tile, MerkleHash hash) {
    TileTree tree = new TileTree();
    System.arraycopy(tile, 0, tree.nodes, 0, tile.length);
    tree.build(tile.length / SIZE, hash);
    return tree;
  }

  byte[] leaf(int index) {
    return Arrays.copyOfRange(nodes, index * SIZE, (index + 1) * SIZE);
  }

  /** The hash over a full tile. */
  byte[] root() {
    if (width != TilePath.FULL) {
      throw new AssertionError("the root of a tile of width " + width);
    }
    return node(LEVELS - 1, 0);
  }

  private byte[] node(int level, int index) {
    int at = offset(level, index);
    return Arrays.copyOfRange(nodes, at, at + SIZE);
  }

  /** Appends the first {@code count} of the hashes, each a subtree of {@code 2^height} entries. */
  void appendTo(MerkleFrontier frontier, int count, int height) {
    int done = 0;
    for (int level = LEVELS - 1; level >= 0; level--) {
      if ((count >> level & 1) == 1) {
        frontier.append(height + level, node(level, done >> level));
        done += 1 << level;
      }
    }
  }
}

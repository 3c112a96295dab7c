package org.patientvault.audit;

/** Which tiles a tree of a size has. */
record BundleShape(long size) {
  private static final int BITS = 8;

  /** How many hashes a level has in all. */
  long hashes(int level) {
    return level * BITS > 62 ? 0 : size >> (level * BITS);
  }

  /** How many tiles a level has, a partial one at the end included. */
  long tiles(int level) {
    return (hashes(level) + TilePath.FULL - 1) / TilePath.FULL;
  }

  /** How many hashes the tile at {@code index} holds; 0 when there is no such tile. */
  int width(int level, long index) {
    return (int) Math.max(0, Math.min(TilePath.FULL, hashes(level) - index * TilePath.FULL));
  }

  /** How many levels have tiles. */
  int levels() {
    int levels = 0;
    while (hashes(levels) > 0) {
      levels++;
    }
    return levels;
  }
}

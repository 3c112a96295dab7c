package org.patientvault.audit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Writes the tiles of all levels from leaf hashes, holding one unfinished tile of each level. */
final class TileWriter {
  private final BundleOutput output;
  private final MerkleHash hash = new MerkleHash();
  private final List<Level> levels = new ArrayList<>();

  TileWriter(BundleOutput output) {
    this.output = output;
  }

  void add(byte[] leafHash) {
    add(0, leafHash);
  }

  private void add(int number, byte[] nodeHash) {
    if (number == levels.size()) {
      levels.add(new Level());
    }
    Level level = levels.get(number);
    level.hashes.writeBytes(nodeHash);
    if (level.width() == TilePath.FULL) {
      byte[] tile = write(number, level);
      add(number + 1, TileTree.over(tile, hash).root());
    }
  }

  private byte[] write(int number, Level level) {
    byte[] tile = level.hashes.toByteArray();
    output.write(TilePath.tile(number, level.index, level.width()), tile);
    level.hashes.reset();
    level.index++;
    return tile;
  }

  /** Writes the partial tiles at the right edge. */
  void finish() {
    for (int number = 0; number < levels.size(); number++) {
      if (levels.get(number).width() > 0) {
        write(number, levels.get(number));
      }
    }
  }

  private static final class Level {
    private final ByteArrayOutputStream hashes = new ByteArrayOutputStream(8192);
    private long index;

    private int width() {
      return hashes.size() / MerkleHash.SIZE_BYTES;
    }
  }
}

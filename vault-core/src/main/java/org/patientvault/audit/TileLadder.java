package org.patientvault.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.patientvault.model.Bytes;

/**
 * Builds the tree from every level's files at once, so that a difference can be placed.
 *
 * <p>One root comes from the entries, and one from each level's tiles with the lower levels' tiles
 * at the right edge only. Whichever equals the signed root can be trusted, and what differs from it
 * is what was changed. Holds one tile of each level. For one thread, tiles in order.
 */
final class TileLadder {
  private static final int TILE_BITS = 8;
  private static final int TILE_BYTES = TilePath.FULL * MerkleHash.SIZE_BYTES;

  private final BundleFiles files;
  private final BundleShape shape;
  private final Findings findings;
  private final MerkleHash hash = new MerkleHash();
  private final StartingPoint start;
  private final MerkleFrontier fromEntries;
  private final List<Level> levels = new ArrayList<>();

  TileLadder(BundleFiles files, BundleShape shape, StartingPoint start, Findings findings) {
    this.files = files;
    this.shape = shape;
    this.findings = findings;
    this.start = start;
    fromEntries = start.frontier().copy();
    for (int i = 0; i < Math.max(1, shape.levels()); i++) {
      levels.add(new Level(i));
    }
    if (!start.isBeginning()) {
      levels.subList(1, levels.size()).forEach(Level::fillUpToStart);
    }
  }

  /** The tree over the entries so far. */
  MerkleFrontier fromEntries() {
    return fromEntries;
  }

  /**
   * The root over all entries by the tiles of a level; meaningless unless the ladder started at the
   * beginning.
   */
  Bytes rootBy(int level) {
    return levels.get(level).frontier.root();
  }

  int levels() {
    return levels.size();
  }

  /** Tiles of a level whose hash one level up is not the hash over them. */
  List<Long> unlike(int level) {
    return levels.get(level + 1).unlikeBelow;
  }

  /** Places of tile hashes that are not the hash over the entries below. */
  List<Long> unlikeEntries(int level) {
    return levels.get(level).unlikeEntries;
  }

  /** Appends a tile whose entries or hashes are all there. */
  void add(TileTree entries, TileTree tile, long index) {
    if (entries.width() < TilePath.FULL) {
      entries.appendTo(fromEntries, entries.width(), 0);
      if (start.isBeginning()) {
        levels.forEach(level -> tile.appendTo(level.frontier, tile.width(), 0));
      }
    } else {
      fromEntries.append(TILE_BITS, entries.root());
      if (start.isBeginning()) {
        levels.get(0).frontier.append(TILE_BITS, tile.root());
      }
      climb(1, index, entries.root(), tile.root());
    }
  }

  /** Appends a tile of which only the hash one level up is there; false when not even that. */
  boolean addUnseen(long index) {
    Optional<byte[]> above = levels.size() > 1 ? levels.get(1).hashAt(index) : Optional.empty();
    above.ifPresent(
        root -> {
          fromEntries.append(TILE_BITS, root);
          if (start.isBeginning()) {
            levels.get(0).frontier.append(TILE_BITS, root);
          }
          climb(1, index, root, root);
        });
    return above.isPresent();
  }

  private void climb(int number, long index, byte[] overEntries, byte[] overTile) {
    Level level = levels.get(number);
    byte[] inFile = level.hashAt(index).orElse(overTile);
    level.compare(index, inFile, overEntries, overTile);
    for (int i = number; start.isBeginning() && i < levels.size(); i++) {
      boolean rightEdge = i > number && index >> TILE_BITS >= shape.hashes(number + 1);
      if (i == number || rightEdge) {
        levels.get(i).frontier.append(TILE_BITS * number, inFile);
      }
    }
    int place = (int) (index % TilePath.FULL) * MerkleHash.SIZE_BYTES;
    System.arraycopy(overEntries, 0, level.overEntries, place, MerkleHash.SIZE_BYTES);
    System.arraycopy(inFile, 0, level.inFile, place, MerkleHash.SIZE_BYTES);
    if (place == TILE_BYTES - MerkleHash.SIZE_BYTES) {
      byte[] higher = TileTree.over(level.overEntries, hash).root();
      climb(number + 1, index >> TILE_BITS, higher, TileTree.over(level.inFile, hash).root());
    }
  }

  /** One level's tile in the making, and what was found wrong with the level. */
  private final class Level {
    private static final int MOST_PLACES = 1000;

    private final int number;
    private final MerkleFrontier frontier = new MerkleFrontier();
    private final byte[] overEntries = new byte[TILE_BYTES];
    private final byte[] inFile = new byte[TILE_BYTES];
    private final List<Long> unlikeBelow = new ArrayList<>();
    private final List<Long> unlikeEntries = new ArrayList<>();
    private Optional<byte[]> file = Optional.empty();
    private long loaded = -1;

    private Level(int number) {
      this.number = number;
    }

    /** Takes the hashes of the tile in the making that lie before the start out of its file. */
    private void fillUpToStart() {
      long end = start.tile() >> (TILE_BITS * (number - 1));
      long first = end - end % TilePath.FULL;
      MerkleFrontier there = new MerkleFrontier();
      for (long index = first; index < end; index++) {
        byte[] hash = hashAt(index).orElse(new byte[MerkleHash.SIZE_BYTES]);
        int place = (int) (index - first) * MerkleHash.SIZE_BYTES;
        System.arraycopy(hash, 0, overEntries, place, MerkleHash.SIZE_BYTES);
        System.arraycopy(hash, 0, inFile, place, MerkleHash.SIZE_BYTES);
        there.append(hash);
      }
      if (!there.hashes().equals(start.subtrees(number))) {
        findings.add(
            new Tampering.FileChanged(
                TilePath.tile(
                    number, first / TilePath.FULL, shape.width(number, first / TilePath.FULL)),
                "has not the hashes of the auditor's state"));
      }
    }

    private void compare(long index, byte[] inFile, byte[] overEntries, byte[] overTile) {
      if (!Arrays.equals(inFile, overTile) && unlikeBelow.size() < MOST_PLACES) {
        unlikeBelow.add(index);
      }
      if (!Arrays.equals(inFile, overEntries) && unlikeEntries.size() < MOST_PLACES) {
        unlikeEntries.add(index);
      }
    }

    private Optional<byte[]> hashAt(long index) {
      if (loaded != index / TilePath.FULL) {
        loaded = index / TilePath.FULL;
        file = load();
      }
      int from = (int) (index % TilePath.FULL) * MerkleHash.SIZE_BYTES;
      return file.map(bytes -> Arrays.copyOfRange(bytes, from, from + MerkleHash.SIZE_BYTES));
    }

    private Optional<byte[]> load() {
      int width = shape.width(number, loaded);
      String name = TilePath.tile(number, loaded, width);
      Optional<byte[]> bytes = files.read(name, TILE_BYTES).filter(each -> each.length > 0);
      if (bytes.isEmpty()) {
        findings.add(files.missing(name));
      } else if (bytes.get().length != width * MerkleHash.SIZE_BYTES) {
        findings.add(new Tampering.FileChanged(name, "does not hold " + width + " hashes"));
        return Optional.empty();
      }
      return bytes;
    }
  }
}

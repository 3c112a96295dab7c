package org.patientvault.audit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import org.patientvault.model.Bytes;

/**
 * Checks one bundle of entries against its level-0 tile, on any thread.
 *
 * <p>Decides nothing about which of two that differ is right: that needs the signed root. Whole
 * tiles do not depend on each other, so this is where the hashing of a log runs in parallel.
 */
final class TileCheck {
  private static final int MOST_BUNDLE_BYTES = TilePath.FULL * (2 + 0xffff);
  private static final int MOST_TILE_BYTES = TilePath.FULL * MerkleHash.SIZE_BYTES;

  private final BundleFiles files;
  private final BundleListing listing;
  private final KeptCheckpoints kept;
  private final KeptAnchors anchors;
  private final MerkleHash hash = new MerkleHash();
  private final EntryInspector inspector;
  private final Optional<DetailCheck> details;

  TileCheck(
      BundleFiles files,
      BundleListing listing,
      KeptCheckpoints kept,
      KeptAnchors anchors,
      EntryInspector inspector,
      Optional<DetailCheck> details) {
    this.files = files;
    this.listing = listing;
    this.kept = kept;
    this.anchors = anchors;
    this.inspector = inspector;
    this.details = details;
  }

  TileResult check(long tile, int width) {
    TileResult result = new TileResult(tile, width);
    TileTree tree = new TileTree();
    if (width > 0) {
      readEntries(TilePath.entries(tile, width), result, tree);
      join(result, tree, readTile(TilePath.tile(0, tile, width), result));
    } else {
      join(result, tree, Optional.empty());
    }
    if (result.entriesRead == width && width > 0) {
      details.ifPresent(each -> each.check(result));
    }
    kept.check(result);
    anchors.check(result);
    result.bounds.sort(Comparator.comparing(TimeBound::size));
    return result;
  }

  private void readEntries(String name, TileResult result, TileTree tree) {
    Optional<byte[]> whole = files.read(name, MOST_BUNDLE_BYTES).filter(bytes -> bytes.length > 0);
    if (whole.isPresent()) {
      if (!split(whole.get(), result.width, result, tree)) {
        result.findings.add(
            new Tampering.FileChanged(name, "does not hold " + result.width + " entries"));
      }
      return;
    }
    result.entriesMissing = true;
    int narrower = listing.narrowerThan(name);
    if (narrower > 0) {
      byte[] rest =
          files
              .read(TilePath.entries(result.tile, narrower), MOST_BUNDLE_BYTES)
              .orElse(new byte[0]);
      split(rest, narrower, result, tree);
    }
  }

  private boolean split(byte[] bundle, int count, TileResult result, TileTree tree) {
    NavigableSet<Long> cuts = cuts(result);
    RunCollector runs = new RunCollector(bundle, result.boots.size());
    int at = 0;
    int done = 0;
    while (done < count && at + 2 <= bundle.length) {
      if (cuts.contains(result.firstIndex() + done)) {
        runs.addTo(result);
        runs = new RunCollector(bundle, result.boots.size());
      }
      int length = (bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff);
      at += 2;
      if (at + length > bundle.length) {
        break;
      }
      hash.leaf(bundle, at, length, tree.nodes(), done * MerkleHash.SIZE_BYTES);
      inspector.inspect(bundle, at, at + length, result.firstIndex() + done, result, runs);
      at += length;
      done++;
    }
    runs.addTo(result);
    result.entriesRead = done;
    return done == count && at == bundle.length;
  }

  /** Sizes at which somebody may have said what time it was: entries on both sides stay apart. */
  private NavigableSet<Long> cuts(TileResult result) {
    NavigableSet<Long> cuts = anchors.sizes(result);
    cuts.addAll(kept.sizes(result));
    return cuts;
  }

  private Optional<byte[]> readTile(String name, TileResult result) {
    Optional<byte[]> tile = files.read(name, MOST_TILE_BYTES).filter(bytes -> bytes.length > 0);
    if (tile.isEmpty()) {
      result.tileMissing = true;
      return tile;
    }
    int expected = result.width * MerkleHash.SIZE_BYTES;
    if (tile.get().length != expected) {
      result.findings.add(
          new Tampering.FileChanged(name, "does not hold " + result.width + " hashes"));
      return Optional.empty();
    }
    return tile;
  }

  /** Fills what one side lacks from the other, and notes where the two differ. */
  private void join(TileResult result, TileTree tree, Optional<byte[]> inTile) {
    int read = result.entriesRead;
    inTile.ifPresent(
        hashes -> {
          int from = read * MerkleHash.SIZE_BYTES;
          System.arraycopy(hashes, from, tree.nodes(), from, hashes.length - from);
        });
    boolean complete = inTile.isPresent() || read == result.width;
    tree.build(complete ? result.width : read, hash);
    result.fromEntries = tree;
    result.fromTile = tree;
    inTile
        .filter(hashes -> !Arrays.equals(hashes, 0, hashes.length, tree.nodes(), 0, hashes.length))
        .ifPresent(hashes -> differ(result, tree, TileTree.over(hashes, hash)));
  }

  private static void differ(TileResult result, TileTree tree, TileTree inTile) {
    result.fromTile = inTile;
    for (int i = 0; i < result.entriesRead; i++) {
      Bytes expected = Bytes.of(inTile.leaf(i));
      Bytes found = Bytes.of(tree.leaf(i));
      if (!expected.equals(found)) {
        result.differences.add(
            new TileResult.LeafDifference(result.firstIndex() + i, expected, found));
      }
    }
  }
}

package org.patientvault.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.TileResult.LeafDifference;
import org.patientvault.model.Bytes;

/**
 * Says what a stream's differences mean, in the smallest range that the signatures allow.
 *
 * <p>Whichever level's hashes give the signed root are right; what lies below and differs was
 * changed. When none does, the roots known on the way bracket the damage.
 */
final class Diagnosis {
  private static final int TILE_BITS = 8;

  private final Checkpoint head;
  private final LogStream stream;
  private final KeptCheckpoints kept;
  private final Findings findings;

  Diagnosis(Checkpoint head, LogStream stream, KeptCheckpoints kept, Findings findings) {
    this.head = head;
    this.stream = stream;
    this.kept = kept;
    this.findings = findings;
  }

  /** True when the entries are those that were signed. */
  boolean entriesAreSigned() {
    return !stream.isLost() && stream.ladder().fromEntries().root().equals(head.root());
  }

  void report() {
    if (entriesAreSigned()) {
      reportForks();
      reportFiles();
    } else if (stream.isLost()) {
      reportCut();
    } else {
      reportDamage();
    }
  }

  private void reportForks() {
    for (KnownRoots.Contradiction each : stream.known().contradictions()) {
      findings.add(
          new Tampering.Forked(each.size(), each.computed(), "signed", each.vouched(), each.by()));
    }
  }

  private void reportFiles() {
    for (LeafDifference difference : stream.differences()) {
      reportFile(0, difference.index());
    }
    for (int level = 1; level < stream.ladder().levels(); level++) {
      for (long index : stream.ladder().unlikeEntries(level)) {
        reportFile(level, index);
      }
    }
  }

  private void reportFile(int level, long index) {
    long tile = index / TilePath.FULL;
    int width = new BundleShape(head.size()).width(level, tile);
    String name = TilePath.tile(level, tile, width);
    String how = "hash " + index % TilePath.FULL + " is not that of the signed entries";
    findings.add(new Tampering.FileChanged(name, how));
  }

  private void reportCut() {
    stream.known().firstBad().ifPresent(bad -> reportRange(0, bad - 1));
    stream
        .cutAt()
        .ifPresent(
            there -> findings.add(new Tampering.Truncated("checkpoint", head.size(), there)));
    for (LeafDifference difference : stream.differences()) {
      findings.add(
          new Tampering.FileChanged(
              TilePath.tile(0, difference.index() / TilePath.FULL, TilePath.FULL),
              "and entry " + difference.index() + " differ"));
    }
  }

  private void reportDamage() {
    int trusted = 0;
    while (trusted < stream.ladder().levels() && !isSigned(trusted)) {
      trusted++;
    }
    if (trusted == 0) {
      reportLeaves();
    } else if (trusted < stream.ladder().levels()) {
      reportTiles(trusted);
    } else {
      reportRange(0, head.size() - 1);
    }
  }

  private boolean isSigned(int level) {
    return stream.ladder().rootBy(level).equals(head.root());
  }

  private void reportLeaves() {
    List<LeafDifference> differences = stream.differences();
    if (stream.hasAllDifferences() && isPermutation(differences)) {
      findings.add(
          new Tampering.Reordered(differences.stream().map(LeafDifference::index).toList()));
      return;
    }
    for (LeafDifference difference : differences) {
      Checkpoint covering = kept.covering(difference.index());
      findings.add(
          new Tampering.Edited(
              difference.index(),
              difference.inTile(),
              difference.found(),
              covering.size(),
              covering.signedAt()));
    }
  }

  private static boolean isPermutation(List<LeafDifference> differences) {
    List<Bytes> expected = differences.stream().map(LeafDifference::inTile).sorted().toList();
    return expected.equals(differences.stream().map(LeafDifference::found).sorted().toList());
  }

  /** The tiles below a trusted level that do not give its hashes, neighbours as one range. */
  private void reportTiles(int trusted) {
    int bits = TILE_BITS * trusted;
    List<Long> tiles = stream.ladder().unlike(trusted - 1);
    List<IndexRange> ranges = new ArrayList<>();
    for (long tile : tiles) {
      int last = ranges.size() - 1;
      boolean joins = last >= 0 && ranges.get(last).last() + 1 == tile << bits;
      long first = joins ? ranges.remove(last).first() : tile << bits;
      ranges.add(new IndexRange(first, ((tile + 1) << bits) - 1));
    }
    ranges.forEach(range -> reportRange(range.first(), range.last()));
    if (ranges.isEmpty()) {
      reportRange(0, head.size() - 1);
    }
  }

  /** The part of a range that lies between the last good and the first bad known root. */
  private void reportRange(long first, long last) {
    long lastGood = stream.known().lastGood();
    Optional<Long> firstBad = stream.known().firstBad();
    long from = Math.max(first, lastGood);
    long to = Math.min(last, firstBad.orElse(head.size()) - 1);
    IndexRange range = from <= to ? new IndexRange(from, to) : new IndexRange(first, last);
    findings.add(new Tampering.Changed(range, firstBad.orElse(head.size()), lastGood));
  }
}

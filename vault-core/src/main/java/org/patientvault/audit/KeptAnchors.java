package org.patientvault.audit;

import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.patientvault.audit.anchor.TimeStamp;
import org.patientvault.audit.anchor.TokenVerdict;
import org.patientvault.audit.anchor.TsaTrust;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The time stamps of a bundle: each must be over a checkpoint that the log signed.
 *
 * <p>Safe for several threads; each call checks those of one tile.
 */
final class KeptAnchors {
  private final BundleFiles files;
  private final NavigableMap<Long, NavigableSet<Integer>> anchors;
  private final Checkpoint head;
  private final TsaTrust authorities;

  KeptAnchors(
      BundleFiles files,
      NavigableMap<Long, NavigableSet<Integer>> anchors,
      Checkpoint head,
      TsaTrust authorities) {
    this.files = files;
    this.anchors = anchors;
    this.head = head;
    this.authorities = authorities;
  }

  /** Those over more entries than the head has: without their checkpoints nothing can be said. */
  void beyondHead(Findings findings) {
    anchors.tailMap(head.size(), false).keySet().stream()
        .map(TilePath::checkpoint)
        .filter(name -> !files.isThere(name))
        .forEach(name -> findings.add(files.missing(name)));
  }

  /** Sizes within a tile at which there is a time stamp. */
  NavigableSet<Long> sizes(TileResult result) {
    long below = result.firstIndex();
    return new TreeSet<>(anchors.subMap(below, below == 0, below + result.width, true).keySet());
  }

  /** Checks those whose size falls into a tile, after its checkpoints. */
  void check(TileResult result) {
    for (long size : sizes(result)) {
      anchors.getOrDefault(size, new TreeSet<>()).forEach(number -> check(size, number, result));
    }
  }

  private void check(long size, int number, TileResult result) {
    String name = TilePath.anchor(size, number);
    byte[] answer = files.read(name, TimeStamp.MAX_BYTES).orElse(new byte[0]);
    if (answer.length == 0) {
      result.findings.add(files.missing(name));
      return;
    }
    result.tokens.add(Bytes.of(MerkleHash.sha256().digest(answer)));
    try {
      check(size, name, TimeStamp.parse(answer), result);
    } catch (VaultException.InvalidInput e) {
      result.findings.add(new Tampering.BadAnchor(String.valueOf(e.getMessage()), name));
    }
  }

  private void check(long size, String name, TimeStamp stamp, TileResult result) {
    TokenVerdict verdict = stamp.verify(authorities);
    if (verdict instanceof TokenVerdict.Invalid invalid) {
      result.findings.add(new Tampering.BadAnchor(invalid.why(), name));
      return;
    }
    if (!isThere(size)) {
      result.findings.add(files.missing(TilePath.checkpoint(size)));
      return;
    }
    Optional<Checkpoint> stamped =
        candidates(size, result).filter(c -> covers(c, stamp)).findFirst();
    if (stamped.isPresent()) {
      keep(stamped.get(), name, stamp, verdict, result);
    } else if (candidates(size, result).findAny().isPresent()) {
      result.findings.add(new Tampering.BadAnchor("imprint", name));
    }
    // Else the checkpoint is no good, and has a finding of its own.
  }

  private boolean isThere(long size) {
    return size == head.size() || files.isThere(TilePath.checkpoint(size));
  }

  private Stream<Checkpoint> candidates(long size, TileResult result) {
    return Stream.concat(
            result.kept.stream().map(TileResult.KeptCheckpoint::checkpoint), Stream.of(head))
        .filter(each -> each.size() == size);
  }

  private static boolean covers(Checkpoint checkpoint, TimeStamp stamp) {
    return AnchoredNote.isCovered(checkpoint.note().toArray(), stamp);
  }

  private void keep(
      Checkpoint checkpoint,
      String name,
      TimeStamp stamp,
      TokenVerdict verdict,
      TileResult result) {
    if (verdict instanceof TokenVerdict.Valid) {
      result.bounds.add(TimeBound.anchored(checkpoint, stamp));
      result.stamped.add(new TileResult.Stamped(checkpoint.size(), stamp.claimedTime()));
    } else if (authorities.isNobody()) {
      result.unchecked.add(stamp.claimedTime());
    } else if (verdict instanceof TokenVerdict.Untrusted untrusted) {
      result.findings.add(new TimeVerdict.UntrustedAuthority(name, untrusted.why()));
    }
  }
}

package org.patientvault.audit;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * The older checkpoints of a bundle: each must bear the log's signatures, whatever the witnesses
 * did.
 *
 * <p>Safe for several threads; each call checks the checkpoints of one tile.
 */
final class KeptCheckpoints {
  private final BundleFiles files;
  private final TrustPolicy policy;
  private final Checkpoint head;
  private final NavigableSet<Long> sizes;
  private final List<Checkpoint> brought;

  /**
   * @param brought heads that others kept, opened already
   */
  KeptCheckpoints(
      BundleFiles files,
      TrustPolicy policy,
      Checkpoint head,
      NavigableSet<Long> sizes,
      List<Checkpoint> brought) {
    this.files = files;
    this.policy = policy;
    this.head = head;
    this.sizes = sizes;
    this.brought = List.copyOf(brought);
  }

  /** Checks those whose size falls into a tile, and keeps them for comparing roots. */
  void check(TileResult result) {
    for (long size : sizes(result)) {
      Findings findings = new Findings();
      open(size, findings).ifPresent(opened -> keep(opened, result));
      result.findings.addAll(findings.all());
    }
    brought.stream()
        .filter(each -> isWithin(each.size(), result.firstIndex(), result.width))
        .forEach(each -> keep(each, result));
  }

  private static boolean isWithin(long size, long below, int width) {
    return (size > below || (size == 0 && below == 0)) && size <= below + width;
  }

  private void keep(Checkpoint opened, TileResult result) {
    result.kept.add(new TileResult.KeptCheckpoint(opened.size(), opened));
    policy
        .outsideSignatures(opened)
        .forEach(witness -> result.bounds.add(TimeBound.witnessed(opened, witness)));
  }

  /** Those whose size falls into a tile. */
  NavigableSet<Long> sizes(TileResult result) {
    long below = result.firstIndex();
    return sizes.subSet(below, below == 0, below + result.width, true);
  }

  /** The largest one beyond the head that the log signed: the head is then not its newest. */
  Optional<Checkpoint> beyondHead(Findings findings) {
    Optional<Checkpoint> largest = Optional.empty();
    for (long size : sizes.tailSet(head.size(), false).descendingSet()) {
      Optional<Checkpoint> opened = open(size, findings);
      largest = largest.isPresent() ? largest : opened;
    }
    for (Checkpoint each : brought) {
      long known = Math.max(head.size(), largest.map(Checkpoint::size).orElse(0L));
      largest = each.size() > known ? Optional.of(each) : largest;
    }
    return largest;
  }

  /** The smallest that covers an entry; the head when no kept one does. */
  Checkpoint covering(long index) {
    for (long size : sizes.tailSet(index, false)) {
      Optional<Checkpoint> opened = open(size, new Findings());
      if (size <= head.size() && opened.isPresent()) {
        return opened.get();
      }
    }
    return head;
  }

  private Optional<Checkpoint> open(long size, Findings findings) {
    String name = TilePath.checkpoint(size);
    byte[] note = files.read(name, SignedNote.MAX_BYTES).orElse(new byte[0]);
    if (size == head.size() && Arrays.equals(note, head.note().toArray())) {
      return Optional.of(head);
    }
    Opening opening = policy.opened(note);
    if (opening instanceof Opening.Opened opened) {
      return fitting(opened.checkpoint(), size, name, findings);
    }
    findings.add(NoteVerdict.of(opening, name));
    return Optional.empty();
  }

  private Optional<Checkpoint> fitting(
      Checkpoint checkpoint, long size, String name, Findings findings) {
    if (checkpoint.size() != size || !checkpoint.origin().equals(head.origin())) {
      findings.add(new Tampering.FileChanged(name, "is a checkpoint of another size or log"));
      return Optional.empty();
    }
    findings.addAll(policy.missingOwn(checkpoint, name));
    return Optional.of(checkpoint);
  }
}

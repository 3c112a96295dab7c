package org.patientvault.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.TileResult.KeptCheckpoint;
import org.patientvault.model.Bytes;

/**
 * The roots known besides the newest: kept checkpoints and the auditor's own state.
 *
 * <p>Each is compared when the count of entries reaches its size, so no consistency proof is
 * needed.
 */
final class KnownRoots {
  private static final int MOST_CONTRADICTIONS = 10;

  private final Optional<AuditorState> state;
  private final List<Contradiction> contradictions = new ArrayList<>();
  private long lastGood;
  private Optional<Long> firstBad = Optional.empty();

  private final List<VerifierKey> outside;
  private Optional<Checkpoint> witnessed = Optional.empty();

  /**
   * @param outside the keys of witnesses
   */
  KnownRoots(Optional<AuditorState> state, List<VerifierKey> outside) {
    this.state = state;
    this.outside = outside;
  }

  /** A root that somebody vouches for and the bundle's entries do not have. */
  record Contradiction(
      long size, Bytes computed, Bytes vouched, String by, Optional<Checkpoint> checkpoint) {}

  /**
   * Compares what is known at sizes within a tile, {@code before} being the tree in front of it.
   */
  void compare(TileResult result, TileTree tile, MerkleFrontier before) {
    for (KeptCheckpoint kept : result.kept) {
      compare(
          result,
          tile,
          before,
          kept.size(),
          kept.checkpoint().root(),
          Optional.of(kept.checkpoint()));
    }
    state.ifPresent(
        known -> compare(result, tile, before, known.size(), known.root(), Optional.empty()));
  }

  private void compare(
      TileResult result,
      TileTree tile,
      MerkleFrontier before,
      long size,
      Bytes vouched,
      Optional<Checkpoint> checkpoint) {
    long count = size - result.firstIndex();
    if (count < 0 || count > tile.width() || (count == 0 && size > 0)) {
      return;
    }
    MerkleFrontier frontier = before.copy();
    tile.appendTo(frontier, (int) count, 0);
    Bytes computed = frontier.root();
    if (computed.equals(vouched)) {
      lastGood = firstBad.isPresent() ? lastGood : Math.max(lastGood, size);
      checkpoint.filter(this::isWitnessed).ifPresent(head -> witnessed = Optional.of(head));
    } else {
      firstBad = Optional.of(Math.min(firstBad.orElse(size), size));
      contradict(new Contradiction(size, computed, vouched, by(checkpoint), checkpoint));
    }
  }

  private static String by(Optional<Checkpoint> checkpoint) {
    return checkpoint.isPresent() ? "signed" : "auditor-state";
  }

  private void contradict(Contradiction contradiction) {
    if (contradictions.size() < MOST_CONTRADICTIONS) {
      contradictions.add(contradiction);
    }
  }

  private boolean isWitnessed(Checkpoint head) {
    return outside.stream().anyMatch(head::isSignedBy)
        && head.size() >= witnessed.map(Checkpoint::size).orElse(0L);
  }

  /** The largest one that is right and that a witness signed. */
  Optional<Checkpoint> witnessed() {
    return witnessed;
  }

  List<Contradiction> contradictions() {
    return contradictions;
  }

  /** The largest known size up to which the entries are right; 0 when none is. */
  long lastGood() {
    return lastGood;
  }

  Optional<Long> firstBad() {
    return firstBad;
  }
}

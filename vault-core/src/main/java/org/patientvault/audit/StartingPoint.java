package org.patientvault.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.model.Bytes;

/**
 * Where a verification begins to hash: at entry 0, or at the tile in which the entries after an
 * auditor's state begin.
 *
 * <p>The entries of that tile which the state covers are hashed again, and the state's root is
 * compared when they are counted; so only whole tiles are believed.
 *
 * @param tile the first tile of entries that is read
 * @param frontier the tree over everything before that tile
 */
record StartingPoint(long tile, MerkleFrontier frontier, Optional<AuditorState> state) {
  private static final int TILE_BITS = 8;

  static final StartingPoint BEGINNING =
      new StartingPoint(0, new MerkleFrontier(), Optional.empty());

  /** Behind what the state covers; the beginning when it does not say enough, or is too short. */
  static StartingPoint behind(AuditorState state) {
    long tile = state.size() / TilePath.FULL;
    if (state.seen().isEmpty() || tile == 0) {
      return BEGINNING;
    }
    List<Bytes> whole = state.tree().frontier().subList(0, Long.bitCount(tile));
    MerkleFrontier frontier = MerkleFrontier.of(tile * TilePath.FULL, whole);
    return new StartingPoint(tile, frontier, Optional.of(state));
  }

  boolean isBeginning() {
    return tile == 0;
  }

  /** True when there is nothing to go on from: another log, or a shorter one. */
  boolean isBeyond(Checkpoint head) {
    return state
        .map(each -> !each.origin().equals(head.origin()) || each.size() > head.size())
        .orElse(false);
  }

  long firstIndex() {
    return tile * TilePath.FULL;
  }

  /** How many entries were counted before. */
  long seen() {
    return state.map(AuditorState::size).orElse(0L);
  }

  Map<String, Long> counters() {
    return entries().map(EntriesSeen::asSpelled).orElse(Map.of());
  }

  long erased() {
    return entries().map(EntriesSeen::erased).orElse(0L);
  }

  Optional<Instant> first() {
    return entries().map(EntriesSeen::first);
  }

  Optional<Instant> last() {
    return entries().map(EntriesSeen::last);
  }

  private Optional<EntriesSeen> entries() {
    return state.flatMap(AuditorState::seen);
  }

  /** The frontier's subtrees that hashes of tiles of this level make, largest first. */
  List<Bytes> subtrees(int level) {
    List<Bytes> found = new ArrayList<>();
    int place = 0;
    for (int bit = 62; bit >= TILE_BITS; bit--) {
      if ((firstIndex() >> bit & 1) == 1) {
        if (bit / TILE_BITS == level) {
          found.add(frontier.hashes().get(place));
        }
        place++;
      }
    }
    return found;
  }
}

package org.patientvault.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;

/**
 * What one entry bundle and its level-0 tile say, each for itself.
 *
 * <p>Filled by one thread, read by another afterwards.
 */
final class TileResult {
  final long tile;
  final int width;
  final List<Verdict> findings = new ArrayList<>();
  final List<LeafDifference> differences = new ArrayList<>();
  final List<CounterRun> runs = new ArrayList<>();
  final List<Landmark> landmarks = new ArrayList<>();
  final List<TwoPersons.Mark> ofTwoPersons = new ArrayList<>();

  /** Which boot wrote each entry, as places in {@link #boots}; -1 for what is no entry. */
  final short[] writers = new short[TilePath.FULL];

  /** Node and boot of the tile's entries, each once, as entries spell them. */
  final List<String> boots = new ArrayList<>();

  /** The time of each entry, in milliseconds; that of the one before for what is no entry. */
  final long[] times = new long[TilePath.FULL];

  final List<Bytes> payloads = new ArrayList<>();
  final List<KeptCheckpoint> kept = new ArrayList<>();

  /** The payloads that entries of time stamps name: these lie apart. */
  final List<Bytes> namedTokens = new ArrayList<>();

  /** SHA-256 of the time stamps that are there, good or not. */
  final List<Bytes> tokens = new ArrayList<>();

  /** Good time stamps of authorities that are relied on, and what witnesses say. */
  final List<Stamped> stamped = new ArrayList<>();

  final List<TimeBound> bounds = new ArrayList<>();

  /** The times of tokens that are good in themselves, where no authority was named. */
  final List<Instant> unchecked = new ArrayList<>();

  /** Hashes of the leaves as they are; what could not be read is taken from the tile. */
  @Nullable TileTree fromEntries;

  /** Hashes as the level-0 tile has them; the same object when nothing differs. */
  @Nullable TileTree fromTile;

  /** How many of the tile's entries were there, 0 when none. */
  int entriesRead;

  boolean entriesMissing;
  boolean tileMissing;

  /** True when the log's last entry closes it. */
  boolean closed;

  /** Key h of each entry, where details are held against it. */
  final @Nullable Bytes[] commitments = new @Nullable Bytes[TilePath.FULL];

  /** Places of entries whose detail is not there. */
  final BitSet missingDetails = new BitSet();

  final List<ErasureEntry> erasing = new ArrayList<>();

  /** What GENESIS names, in the first tile. */
  Optional<Bytes> genesis = Optional.empty();

  /** What the last KEY_NEXT here names. */
  Optional<Bytes> keyNext = Optional.empty();

  long erasures;
  Optional<Instant> firstTime = Optional.empty();
  Optional<Instant> lastTime = Optional.empty();

  TileResult(long tile, int width) {
    this.tile = tile;
    this.width = width;
  }

  long firstIndex() {
    return tile * TilePath.FULL;
  }

  /** A leaf whose hash is not the one in the tile. */
  record LeafDifference(long index, Bytes inTile, Bytes found) {}

  /** A checkpoint kept in the bundle whose size falls into this tile. */
  record KeptCheckpoint(long size, Checkpoint checkpoint) {}

  /** A tree's size that an authority vouches for. */
  record Stamped(long size, Instant time) {}

  /**
   * Counters of one node and boot that follow one another, and the times furthest out; {@code who}
   * is as entries spell it.
   */
  record CounterRun(
      String who,
      long first,
      long last,
      long firstIndex,
      EntryTime earliest,
      EntryTime earliestLate,
      EntryTime latest) {

    /** Takes {@code "node","b":"boot"} apart. */
    String node() {
      return who.substring(1, who.indexOf('"', 1));
    }
  }
}

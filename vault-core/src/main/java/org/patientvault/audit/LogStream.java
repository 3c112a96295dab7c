package org.patientvault.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.patientvault.audit.TileResult.LeafDifference;
import org.patientvault.model.Bytes;

/**
 * Takes the checked tiles in order: builds the tree, compares every known root on the way, follows
 * the counters.
 *
 * <p>Collects, decides little: what a difference means shows only at the end. For one thread.
 */
final class LogStream {
  private static final int MOST_DIFFERENCES = 10_000;

  private final BundleFiles files;
  private final BundleShape shape;
  private final TileLadder ladder;
  private final KnownRoots known;
  private final OutsideTimes times;
  private final Findings findings;
  private final Findings gaps = new Findings();
  private final List<Verdict> doubtful = new ArrayList<>();
  private final DetailCoverage coverage;
  private final NodeCounters counters;
  private final NodeSeals seals;
  private final Silence silence;
  private final EmergencyReviews reviews;
  private final TwoPersons twoPersons;
  private final StartingPoint start;
  private final List<LeafDifference> differences = new ArrayList<>();
  private final Set<Bytes> payloads = new HashSet<>();
  private Optional<TileResult> tail = Optional.empty();
  private boolean lost;
  private boolean countersKnown = true;
  private long erasures;
  private boolean closed;
  private Optional<Bytes> genesis = Optional.empty();
  private Optional<Bytes> keyNext = Optional.empty();
  private Optional<Instant> firstTime;
  private Optional<Instant> lastTime;

  LogStream(
      BundleFiles files,
      BundleShape shape,
      TileLadder ladder,
      KnownRoots known,
      OutsideTimes times,
      StartingPoint start,
      Findings findings,
      String origin,
      AuditRules rules) {
    this.files = files;
    this.shape = shape;
    this.ladder = ladder;
    this.known = known;
    this.times = times;
    this.findings = findings;
    this.seals = new NodeSeals(origin, start.counters().keySet(), gaps);
    this.silence = new Silence(rules.silence(), gaps);
    this.reviews = new EmergencyReviews(rules.emergencyReview(), gaps);
    this.twoPersons = new TwoPersons(files, origin, start.isBeginning(), gaps);
    this.start = start;
    this.coverage = new DetailCoverage(files, shape, origin);
    counters = new NodeCounters(gaps, start.counters());
    erasures = start.erased();
    firstTime = start.first();
    lastTime = start.last();
  }

  void take(TileResult result) {
    if (result.entriesMissing && result.tileMissing) {
      tail = tail.isPresent() ? tail : Optional.of(result);
      return;
    }
    if (tail.isPresent()) {
      skip(tail.get().tile, result.tile);
      tail = Optional.empty();
    }
    reportMissing(result);
    collect(result);
    append(result);
  }

  /** Tiles of which nothing is there, with others behind them. */
  private void skip(long from, long to) {
    for (long tile = from; tile < to; tile++) {
      int width = shape.width(0, tile);
      findings.add(files.missing(TilePath.entries(tile, width)));
      findings.add(files.missing(TilePath.tile(0, tile, width)));
      lost = lost || !ladder.addUnseen(tile);
    }
    countersKnown = false;
  }

  private void reportMissing(TileResult result) {
    if (result.entriesMissing) {
      findings.add(files.missing(TilePath.entries(result.tile, result.width)));
    }
    if (result.tileMissing) {
      findings.add(files.missing(TilePath.tile(0, result.tile, result.width)));
    }
  }

  private void collect(TileResult result) {
    for (Verdict verdict : result.findings) {
      boolean alsoDifferent =
          verdict instanceof Tampering.Malformed malformed
              && result.differences.stream().anyMatch(each -> each.index() == malformed.index());
      if (alsoDifferent) {
        doubtful.add(verdict);
      } else {
        findings.add(verdict);
      }
    }
    if (differences.size() < MOST_DIFFERENCES) {
      differences.addAll(result.differences);
    }
    countersKnown = countersKnown && result.entriesRead == result.width;
    if (countersKnown) {
      result.runs.forEach(counters::add);
      seals.take(result);
      silence.take(result);
      reviews.take(result);
      twoPersons.take(result);
    }
    times.take(result);
    coverage.take(result);
    payloads.addAll(result.payloads);
    erasures += result.erasures;
    firstTime = firstTime.or(() -> result.firstTime);
    lastTime = result.lastTime.or(() -> lastTime);
    closed = closed || result.closed;
    genesis = genesis.or(() -> result.genesis);
    keyNext = result.keyNext.or(() -> keyNext);
  }

  private void append(TileResult result) {
    TileTree entries = result.fromEntries;
    TileTree tile = result.fromTile;
    if (entries == null || tile == null) {
      throw new AssertionError("a tile that was not checked");
    }
    if (!lost) {
      known.compare(result, entries, ladder.fromEntries());
    }
    if (entries.width() == result.width) {
      ladder.add(entries, tile, result.tile);
    } else {
      lost = lost || result.width < TilePath.FULL || !ladder.addUnseen(result.tile);
    }
  }

  /** Closes the stream; a tail of which nothing is there stays for {@link #cutAt}. */
  void finish() {
    tail.ifPresent(
        result -> {
          collect(result);
          TileTree entries = result.fromEntries;
          if (!lost && entries != null) {
            known.compare(result, entries, ladder.fromEntries());
          }
          lost = true;
        });
  }

  /** How many entries there are when everything behind them is gone. */
  Optional<Long> cutAt() {
    return tail.map(result -> result.firstIndex() + result.entriesRead);
  }

  /** True when so much is missing that the root cannot be computed. */
  boolean isLost() {
    return lost;
  }

  /** True when every entry was there to read: only then is it known what none of them names. */
  boolean hasAllEntries() {
    return countersKnown && !lost && start.isBeginning();
  }

  TileLadder ladder() {
    return ladder;
  }

  KnownRoots known() {
    return known;
  }

  OutsideTimes times() {
    return times;
  }

  List<LeafDifference> differences() {
    return differences;
  }

  boolean hasAllDifferences() {
    return differences.size() < MOST_DIFFERENCES;
  }

  /** What only means something when the entries are those that were signed. */
  List<Verdict> findingsAboutSignedEntries(Instant signedAt) {
    List<Verdict> all = new ArrayList<>(doubtful);
    if (countersKnown) {
      reviews.finish(signedAt);
      twoPersons.finish();
      all.addAll(gaps.all());
    }
    return all;
  }

  /** What became of details that are gone; empty where none was looked for. */
  List<Verdict> detailVerdicts() {
    return coverage.verdicts();
  }

  /** How many entries no node's seal covers yet; 0 where that is not known. */
  long unsealed() {
    return countersKnown ? seals.unsealed() : 0;
  }

  /** The payloads that entries name. */
  Set<Bytes> payloads() {
    return payloads;
  }

  long erasures() {
    return erasures;
  }

  /** What the next verification needs to begin behind these entries; empty when it cannot. */
  Optional<EntriesSeen> seen() {
    if (closed || !countersKnown) {
      return Optional.empty();
    }
    return firstTime.flatMap(
        first ->
            lastTime.flatMap(
                last -> counters.last().map(all -> EntriesSeen.of(first, last, erasures, all))));
  }

  /** The payload that the first entry names, if that was read. */
  Optional<Bytes> genesis() {
    return genesis;
  }

  /** The payload that the last KEY_NEXT names, if there is one. */
  Optional<Bytes> keyNext() {
    return keyNext;
  }

  Optional<Instant> firstTime() {
    return firstTime;
  }

  Optional<Instant> lastTime() {
    return lastTime;
  }
}

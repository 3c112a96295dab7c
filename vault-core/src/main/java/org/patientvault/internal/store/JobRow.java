package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/**
 * A long work on the vault's rows and how far it came. Clear, and no evidence: the census counts
 * what is there.
 *
 * @param id 16 random bytes
 * @param kind what it renews
 * @param phase what it does now; never falls
 * @param rate rows a second at most, 0 for as fast as it goes
 * @param position behind which row it goes on; empty at the beginning of a pass
 * @param done rows that were renewed, of about {@code total}
 * @param failed rows that could not be renewed in the last pass
 * @param logIndex the entry that began it
 */
public record JobRow(
    Bytes id,
    String kind,
    String phase,
    String state,
    int rate,
    Bytes position,
    long done,
    long total,
    long failed,
    long startedMillis,
    long changedMillis,
    int logShard,
    long logIndex) {
  private static final Bytes START = Bytes.of(new byte[0]);

  /** The same in another phase, at its beginning. */
  public JobRow inPhase(String next, long nowMillis) {
    return at(next, state, START, done, failed, nowMillis);
  }

  /** The same, running, paused or ended. */
  public JobRow withState(String next, long nowMillis) {
    return at(phase, next, position, done, failed, nowMillis);
  }

  /** The same, one page further. */
  public JobRow further(Bytes behind, long renewed, long unable, long nowMillis) {
    return at(phase, state, behind, done + renewed, failed + unable, nowMillis);
  }

  /** The same at the beginning of another pass over what is left. */
  public JobRow again(long nowMillis) {
    return at(phase, state, START, done, failed, nowMillis);
  }

  /** The same, with nothing that could not be renewed yet. */
  public JobRow withoutFailures() {
    return at(phase, state, position, done, 0, changedMillis);
  }

  private JobRow at(
      String nowIn, String as, Bytes behind, long renewed, long unable, long nowMillis) {
    return new JobRow(
        id,
        kind,
        nowIn,
        as,
        rate,
        behind,
        renewed,
        total,
        unable,
        startedMillis,
        nowMillis,
        logShard,
        logIndex);
  }

  /** The same, at most so many rows a second. */
  public JobRow withRate(int most) {
    return new JobRow(
        id,
        kind,
        phase,
        state,
        most,
        position,
        done,
        total,
        failed,
        startedMillis,
        changedMillis,
        logShard,
        logIndex);
  }

  /** The same, begun by the entry at {@code index}. */
  public JobRow begunBy(int shard, long index) {
    return new JobRow(
        id,
        kind,
        phase,
        state,
        rate,
        position,
        done,
        total,
        failed,
        startedMillis,
        changedMillis,
        shard,
        index);
  }
}

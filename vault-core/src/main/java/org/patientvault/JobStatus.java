package org.patientvault;

import java.time.Instant;
import org.patientvault.internal.store.JobRow;
import org.patientvault.model.KeyLevel;

/**
 * A long work on a vault's keys and how far it came; claimed by the database, and no evidence: what
 * is left under an old key says the census.
 *
 * @param id 32 hex digits
 * @param level what is renewed
 * @param phase {@code distribute}: the new key waits until every node has it; {@code rework}: rows
 *     get under it; {@code proven}: nothing is under the old one
 * @param state {@code running}, also when its process was killed; {@code paused}; {@code ended}
 * @param rate rows a second at most, 0 for as fast as it goes
 * @param done rows renewed so far
 * @param total about how many there are
 * @param failed rows of this pass that were changed by somebody and cannot be renewed
 * @param started when it began, {@code changed} when it came further, by the nodes' clock
 */
public record JobStatus(
    String id,
    KeyLevel level,
    String phase,
    String state,
    int rate,
    long done,
    long total,
    long failed,
    Instant started,
    Instant changed) {

  static JobStatus of(JobRow row) {
    return new JobStatus(
        row.id().hex(),
        KeyLevel.parse(row.kind()),
        row.phase(),
        row.state(),
        row.rate(),
        row.done(),
        row.total(),
        row.failed(),
        Instant.ofEpochMilli(row.startedMillis()),
        Instant.ofEpochMilli(row.changedMillis()));
  }

  /** Whether it is proven that nothing is under the old key. */
  public boolean proven() {
    return phase.equals("proven");
  }

  /** Whether it came to its end, or was given up. */
  public boolean ended() {
    return state.equals("ended");
  }
}

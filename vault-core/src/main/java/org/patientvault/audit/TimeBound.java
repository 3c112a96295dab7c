package org.patientvault.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.patientvault.audit.anchor.TimeStamp;

/**
 * What somebody outside says of a tree's size: entries below it were there at {@code notAfter}, and
 * those from it on came after {@code notBefore}.
 *
 * @param by {@code anchor}, or {@code witness} and its name
 * @param time the one they say
 */
record TimeBound(long size, String by, Instant time, Instant notBefore, Instant notAfter) {
  private static final String ANCHOR = "anchor";

  /**
   * By a time stamp over {@code checkpoint}. It may have come days later, carried by hand; what was
   * appended meanwhile is no older than the checkpoint, which is in the log's own word that the
   * stamp fixed.
   */
  static TimeBound anchored(Checkpoint checkpoint, TimeStamp stamp) {
    Instant time = stamp.claimedTime();
    return of(checkpoint, ANCHOR, time, time.minus(stamp.accuracy()), time.plus(stamp.accuracy()));
  }

  static TimeBound witnessed(Checkpoint checkpoint, VerifiedSignature witness) {
    Instant time = Instant.ofEpochSecond(witness.unixSeconds());
    return of(checkpoint, "witness " + witness.key().name(), time, time, time.plusSeconds(1));
  }

  private static TimeBound of(
      Checkpoint checkpoint, String by, Instant time, Instant from, Instant to) {
    Optional<Instant> signed = checkpoint.signedAt().filter(at -> at.isBefore(from));
    return new TimeBound(checkpoint.size(), by, time, signed.orElse(from), to);
  }

  boolean isAnchor() {
    return by.equals(ANCHOR);
  }

  /** How long after the log signed it was seen outside. */
  Duration delay() {
    return Duration.between(notBefore, notAfter);
  }
}

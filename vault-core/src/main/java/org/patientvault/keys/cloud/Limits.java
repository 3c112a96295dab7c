package org.patientvault.keys.cloud;

import java.time.Duration;

/**
 * How long a key service is waited for.
 *
 * @param total one call with all its attempts and pauses
 * @param attempt one attempt
 * @param attempts at most so many
 * @param firstPause before the second attempt; doubled before each other
 */
public record Limits(Duration total, Duration attempt, int attempts, Duration firstPause) {
  /** The largest answer that is read; a wrapped keyset is a few thousand bytes. */
  static final int MAX_ANSWER_BYTES = 1 << 16;

  /** Ten seconds in all: who waits for an emergency access learns in time that it will not do. */
  public static final Limits DEFAULT =
      new Limits(Duration.ofSeconds(10), Duration.ofSeconds(4), 4, Duration.ofMillis(200));
}

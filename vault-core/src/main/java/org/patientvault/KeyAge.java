package org.patientvault;

import java.time.Duration;
import java.time.Instant;
import org.patientvault.model.KeyLevel;

/**
 * How long the keys of one level are in use, as jobs say, and about how much is under them.
 *
 * @param since when it was renewed last; for one that never was, when the vault was made
 * @param seals rows under the level's keys; 0 where they are not counted for this
 */
public record KeyAge(KeyLevel level, Instant since, long seals) {
  private static final int WARNING_PER_CENT = 90;

  /** Whether {@code policy} wants it renewed at {@code now}. */
  public boolean isDue(KeyPolicy policy, Instant now) {
    return !since.plus(policy.maxAge()).isAfter(now) || seals >= policy.maxSeals();
  }

  /** Whether that is near: nine tenths of the age or of the seals are gone. */
  public boolean isDueSoon(KeyPolicy policy, Instant now) {
    Duration most = policy.maxAge().multipliedBy(WARNING_PER_CENT).dividedBy(100);
    return !since.plus(most).isAfter(now) || isNear(policy.maxSeals());
  }

  private boolean isNear(long maxSeals) {
    return seals > 0 && seals >= maxSeals - maxSeals / 10;
  }
}

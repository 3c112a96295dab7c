package org.patientvault.audit;

import java.time.Duration;
import java.util.Optional;
import org.patientvault.audit.anchor.TsaTrust;

/**
 * What an auditor holds the times of a log against.
 *
 * @param authorities whose time stamps count; nobody's where none is given
 * @param tolerance how far an entry's time may be off
 * @param every how far apart time stamps may be at most; empty when none are demanded
 */
public record TimeDemands(TsaTrust authorities, Duration tolerance, Optional<Duration> every) {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  public TimeDemands {
    if (tolerance.isNegative() || every.filter(each -> each.toSeconds() < 1).isPresent()) {
      throw new IllegalArgumentException(
          "a tolerance is not negative, and time stamps are at least a second apart");
    }
  }

  /** Five minutes, and no time stamp demanded. */
  public static TimeDemands of(TsaTrust authorities) {
    return new TimeDemands(authorities, TOLERANCE, Optional.empty());
  }

  public TimeDemands within(Duration other) {
    return new TimeDemands(authorities, other, every);
  }

  public TimeDemands demanding(Duration rhythm) {
    return new TimeDemands(authorities, tolerance, Optional.of(rhythm));
  }
}

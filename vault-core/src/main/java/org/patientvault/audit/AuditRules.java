package org.patientvault.audit;

import java.time.Duration;

/**
 * What an auditor expects of those who kept the log, beyond that it is as it was signed. Immutable.
 *
 * @param silence the longest time without an entry while a node runs; zero when it is not asked for
 * @param emergencyReview how soon somebody else must have looked at an emergency access; zero when
 *     it is not asked for
 */
public record AuditRules(Duration silence, Duration emergencyReview) {
  /** 15 minutes, and 72 hours. */
  public static final AuditRules STANDARD =
      new AuditRules(Duration.ofMinutes(15), Duration.ofDays(3));

  public AuditRules {
    if (silence.isNegative() || emergencyReview.isNegative()) {
      throw new IllegalArgumentException("an audit rule's time must not be negative");
    }
  }
}

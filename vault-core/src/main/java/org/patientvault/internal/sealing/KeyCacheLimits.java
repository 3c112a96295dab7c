package org.patientvault.internal.sealing;

import java.time.Duration;

/** How long, how often and how many opened patient keys stay in memory. */
public record KeyCacheLimits(Duration maxAge, int maxUses, int maxEntries) {
  /** Five minutes, 100,000 uses, 100,000 patients. */
  public static final KeyCacheLimits DEFAULT =
      new KeyCacheLimits(Duration.ofMinutes(5), 100_000, 100_000);

  public KeyCacheLimits {
    if (maxAge.isNegative() || maxAge.isZero() || maxUses < 1 || maxEntries < 1) {
      throw new IllegalArgumentException("cache limits must be positive");
    }
  }
}

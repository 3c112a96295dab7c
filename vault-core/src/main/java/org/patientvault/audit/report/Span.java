package org.patientvault.audit.report;

import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of time: from {@code from} on, up to and without {@code to}. An empty end is open.
 *
 * <p>By the times that entries have, which are their nodes' own.
 */
public record Span(Optional<Instant> from, Optional<Instant> to) {
  /** All of the log. */
  public static final Span ALL = new Span(Optional.empty(), Optional.empty());

  public Span {
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw new IllegalArgumentException("a time range ends after it begins");
    }
  }

  /** Whether {@code time} lies in it. */
  public boolean holds(Instant time) {
    return from.map(first -> !time.isBefore(first)).orElse(true)
        && to.map(time::isBefore).orElse(true);
  }
}

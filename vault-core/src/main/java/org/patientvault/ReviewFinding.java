package org.patientvault;

import java.util.Locale;

/** What a review of log entries came to. */
public enum ReviewFinding {
  /** Nothing to object to. */
  NONE,
  /** Something to ask about. */
  QUESTION,
  /** Somebody did what he should not have done. */
  VIOLATION;

  /** As the log and the command line spell it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

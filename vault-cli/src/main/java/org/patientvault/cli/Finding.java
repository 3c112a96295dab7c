package org.patientvault.cli;

import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.verify.Failure;

/** What doctor found of one thing, and what to do about it; no advice when it is well. */
record Finding(Level level, String about, String words, String advice, ExitCode code) {
  enum Level {
    OK,
    WARNING,
    PROBLEM
  }

  static Finding ok(String about, String words) {
    return new Finding(Level.OK, about, words, "", ExitCode.VERIFIED);
  }

  static Finding warning(String about, String words, String advice) {
    return new Finding(Level.WARNING, about, words, advice, ExitCode.VERIFIED);
  }

  static Finding problem(String about, String words, String advice) {
    return new Finding(Level.PROBLEM, about, words, advice, ExitCode.REFUSED);
  }

  /** A problem that leaves nothing to look at. */
  static Finding unopened(String about, String words, String advice) {
    return new Finding(Level.PROBLEM, about, words, advice, ExitCode.CANNOT_TELL);
  }

  static Finding problem(String about, Failure failure) {
    return new Finding(Level.PROBLEM, about, failure.message(), failure.hint(), failure.code());
  }

  JsonValue json() {
    return JsonValue.members()
        .put("level", level.name().toLowerCase(java.util.Locale.ROOT))
        .put("about", about)
        .put("words", words)
        .put("advice", advice)
        .build();
  }
}

package org.patientvault.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.patientvault.PendingErasure;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;

/** An erasure that was asked for, as {@code patient erase list} prints it. */
record PendingLine(PendingErasure asked, boolean held) {
  static final List<String> HEADERS = List.of("patient", "ground", "asked", "due", "state");

  /** A run of every night is late by then. */
  private static final Duration LATE = Duration.ofDays(2);

  /** In a word, how it stands. */
  String state(Instant now) {
    if (held) {
      return "on hold";
    }
    if (!asked.isDue(now)) {
      return "waiting";
    }
    return isOverdue(now) ? "overdue" : "due";
  }

  /** Due for so long that the run of every night does not seem to run. */
  boolean isOverdue(Instant now) {
    return !held && asked.isDue(now.minus(LATE));
  }

  List<String> cells(Instant now) {
    return List.of(
        asked.patient().toString(),
        asked.ground().text(),
        asked.asked().toString(),
        asked.due().toString(),
        state(now));
  }

  JsonValue json(Instant now) {
    return members(asked).put("state", state(now)).build();
  }

  static JsonMembers members(PendingErasure asked) {
    return JsonValue.members()
        .put("patient", asked.patient().toString())
        .put("ground", asked.ground().text())
        .put("asked", asked.asked().toString())
        .put("due", asked.due().toString());
  }
}

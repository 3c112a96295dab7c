package org.patientvault.audit;

import java.util.Arrays;

/** What is rehearsed. Part of the drill report, version 1. */
public enum DrillKind {
  /** The database is lost: a backup is put back. */
  RESTORE("restore", "a backup is put back"),
  /** What opens the vault every day is lost: a recovery key opens it. */
  LOST_HSM("lost-hsm", "the daily key is lost; a recovery key opens the vault"),
  /** Somebody has a key: it is told, and renewed with all below it. */
  KEY_COMPROMISE("key-compromise", "a key is known to somebody; it is renewed");

  private final String text;
  private final String words;

  DrillKind(String text, String words) {
    this.text = text;
    this.words = words;
  }

  /** Its name in commands, reports and log entries. */
  public String text() {
    return text;
  }

  String words() {
    return words;
  }

  static DrillKind named(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no drill is called so"));
  }
}

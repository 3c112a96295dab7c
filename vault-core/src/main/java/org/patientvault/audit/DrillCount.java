package org.patientvault.audit;

import java.util.Arrays;

/** What a drill counts. Part of the drill report, version 1. */
public enum DrillCount {
  BYTES("bytes", "bytes that the vault takes"),
  PATIENTS("patients", "patients in the copy"),
  SAMPLED("sampled", "patients whose records were opened"),
  RECORDS("records", "records that were opened"),
  LOGS("logs", "logs that were verified"),
  ROWS("rows", "rows that were held against the log"),
  FINDINGS("findings", "rows or entries that are not as they should be"),
  REGISTERED("registered", "patients in the register of erasures"),
  ERASED_AGAIN("erased-again", "patients who were erased again, for they were in the backup"),
  SLOTS_REMOVED("slots-removed", "slots that were removed"),
  SLOTS_STALE("slots-stale", "slots that would have to be added again"),
  RENEWED("renewed", "values that were wrapped or sealed again"),
  LEFT("left", "values left under older keys");

  private final String text;
  private final String words;

  DrillCount(String text, String words) {
    this.text = text;
    this.words = words;
  }

  /** Its name in reports. */
  public String text() {
    return text;
  }

  String words() {
    return words;
  }

  static DrillCount named(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a drill counts nothing called so"));
  }
}

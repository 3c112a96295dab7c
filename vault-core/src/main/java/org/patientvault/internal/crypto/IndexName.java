package org.patientvault.internal.crypto;

/** The blind indexes of a vault; each has a PRF keyset of its own. */
public enum IndexName {
  PATIENT("index-patient"),
  RECORD("index-record"),
  IMPORT("index-import"),
  LOG_SUBJECT("index-log-subject"),
  LOG_RECORD("index-log-record");

  private final String keysetName;

  IndexName(String keysetName) {
    this.keysetName = keysetName;
  }

  String keysetName() {
    return keysetName;
  }
}

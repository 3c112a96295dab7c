package org.patientvault.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A level of the key hierarchy that can be renewed. Source: docs/formats/key-hierarchy.md. */
public enum KeyLevel {
  /** The root keyset, which slots hold: another one revokes who kept the old. */
  ROOT("root"),
  /** Wraps patients' keys. */
  PATIENT_WRAP("patient-wrap"),
  /** Patients' own keys, under which records are sealed: every record is sealed anew. */
  PATIENTS("patients"),
  /** Wraps the keys of log details. */
  DETAIL_WRAP("detail-wrap"),
  /** Seals what index rows point to. */
  INDEX_SEAL("index-seal"),
  /** Names the rows by which patients are found. */
  INDEX_PATIENT("index-patient"),
  /** Names the rows by which records are found. */
  INDEX_RECORD("index-record"),
  /** Authenticates slots, keysets, policy, schema and the log's head. */
  STATE_MAC("state-mac"),
  /** Signs the log: the next one is signed with the new keys, and this one never again. */
  LOG("log");

  private final String text;

  KeyLevel(String text) {
    this.text = text;
  }

  /**
   * The level called so.
   *
   * @throws VaultException.InvalidInput when there is none; the message names those there are
   */
  public static KeyLevel parse(String text) {
    return Arrays.stream(values())
        .filter(level -> level.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new VaultException.InvalidInput(
                    "no level of keys is called '"
                        + text
                        + "'; there are "
                        + Arrays.stream(values())
                            .map(KeyLevel::text)
                            .collect(Collectors.joining(", "))));
  }

  /** Its name in commands, jobs and log entries. */
  public String text() {
    return text;
  }
}

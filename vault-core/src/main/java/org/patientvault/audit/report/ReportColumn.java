package org.patientvault.audit.report;

/**
 * A heading, and how what stands below it reads.
 *
 * @param key the column's name in CSV and JSON, the same in every language
 * @param heading what a reader sees
 * @param kind what the cells hold
 */
public record ReportColumn(String key, String heading, Kind kind) {

  /** What the cells of a column hold. */
  public enum Kind {
    /** Words. */
    TEXT,
    /** A whole number in decimal digits. */
    NUMBER,
    /** A UTC time such as {@code 2026-01-15T08:31:07.044Z}. */
    TIME,
    /** The index of an entry, in decimal digits: what the cell's row can be proven by. */
    ENTRY
  }
}

package org.patientvault.verify;

/** The forms that a report is printed in; all say the same. */
enum ReportForm {
  /** Tables for a person. */
  TEXT,
  /** RFC 4180, for a spreadsheet. */
  CSV,
  /** Canonical JSON, for programs. */
  JSON
}

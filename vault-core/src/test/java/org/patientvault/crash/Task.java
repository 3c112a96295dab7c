package org.patientvault.crash;

/** What a victim does besides writing and reading records on several threads. */
enum Task {
  WORK,
  BACKUP,
  IMPORT,
  /** Closes the log and begins the next, again and again. */
  CLOSE,
  /** Instead of all that: makes one new vault after the other. */
  CREATE
}

package org.patientvault.crash;

/** What a victim does besides writing and reading records on several threads. */
enum Task {
  WORK,
  BACKUP,
  IMPORT,
  /** Instead of all that: makes one new vault after the other. */
  CREATE
}

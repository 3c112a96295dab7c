package org.patientvault;

import java.util.List;

/**
 * What an import came to. Inputs are named by ordinal, counted from 1 in the order given; positions
 * are lines or bundle entries.
 *
 * @param unchanged resources that the vault had already, with the same content
 * @param sharedIdentifiers identifiers that belong to another patient, which keeps them
 */
public record ImportReport(
    long created,
    long updated,
    long unchanged,
    long patientsAdmitted,
    long skipped,
    long sharedIdentifiers,
    List<Problem> problems) {
  /** At most this many problems are listed; {@code skipped} counts all. */
  public static final int LISTED = 1_000;

  public ImportReport {
    problems = List.copyOf(problems);
  }

  /**
   * One resource that cannot be imported, and why; never any of its content. Position 0 is the
   * input as a whole.
   */
  public record Problem(int input, long position, String reason) {}

  /** How far an import is. */
  public record Progress(long resources, int input, int inputs) {}
}

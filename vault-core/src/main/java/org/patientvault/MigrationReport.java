package org.patientvault;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What moving a table in came to, or would come to. Rows are named by their place in the order of
 * the key, from 1; no value is.
 *
 * @param rows rows that were read
 * @param patients different patients that the table names
 * @param created records that are new; in a check, that would be, as with the next three
 * @param updated records that got a revision, since the row was changed after it was moved
 * @param unchanged records that hold what the row holds
 * @param kept records that were changed in the vault after their row was moved: they stay
 * @param patientsAdmitted patients whom the vault did not know; not counted in a check
 * @param skipped rows that cannot become a record
 * @param nulls for each column that becomes a field, how many rows have null there
 * @param problems why, at most {@link ImportReport#LISTED} of them
 * @param comparison empty when nothing was moved
 */
public record MigrationReport(
    long rows,
    long patients,
    long created,
    long updated,
    long unchanged,
    long kept,
    long patientsAdmitted,
    long skipped,
    Map<String, Long> nulls,
    List<Problem> problems,
    Optional<Comparison> comparison) {
  public MigrationReport {
    nulls = Collections.unmodifiableMap(new LinkedHashMap<>(nulls));
    problems = List.copyOf(problems);
  }

  /** Whether all rows of the table are in the vault, as they stand there now. */
  public boolean complete() {
    return skipped == 0 && comparison.map(Comparison::agrees).orElse(false);
  }

  /** A row that cannot become a record, and why; never what stands in it. */
  public record Problem(long row, String reason) {}

  /**
   * The table as it stood afterwards, in one snapshot, held against the vault, row by row.
   *
   * @param rows rows of the table
   * @param same rows whose record holds just that
   * @param kept rows whose record was changed in the vault since
   * @param changed rows whose record holds something else: they were changed while it ran
   * @param missing rows without a record: they were added while it ran
   * @param unreadable rows that cannot become a record
   * @param gone rows that were read, and are not in the table any more
   * @param records records of this type in the vault, whoever brought them in
   */
  public record Comparison(
      long rows,
      long same,
      long kept,
      long changed,
      long missing,
      long unreadable,
      long gone,
      long records) {
    /** Whether every row is there, and none went away meanwhile. */
    public boolean agrees() {
      return same + kept == rows && gone == 0;
    }
  }

  /** What it is doing. */
  public enum Phase {
    CHECK,
    MOVE,
    COMPARE
  }

  /** How far it is, of about {@code total} rows. */
  public record Progress(Phase phase, long done, long total) {}
}

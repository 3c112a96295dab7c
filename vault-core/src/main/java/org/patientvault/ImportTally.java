package org.patientvault;

import java.util.ArrayList;
import java.util.List;

/** Counts while records are brought in. */
final class ImportTally {
  final List<ImportReport.Problem> problems = new ArrayList<>();
  long created;
  long updated;
  long unchanged;
  long admitted;
  long shared;
  long skipped;

  /** Records that are there and were not to be replaced. */
  long kept;

  void problem(int input, long position, String reason) {
    skipped++;
    if (problems.size() < ImportReport.LISTED) {
      problems.add(new ImportReport.Problem(input, position, reason));
    }
  }

  /** Records that were there already. */
  long met() {
    return updated + unchanged + kept;
  }
}

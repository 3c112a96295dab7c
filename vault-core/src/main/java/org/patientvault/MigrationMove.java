package org.patientvault;

import java.util.List;
import org.patientvault.StandingRecords.Standing;
import org.patientvault.internal.jobs.Pace;
import org.patientvault.internal.source.SourceRow;
import org.patientvault.internal.source.SourceTable;

/**
 * Seals the rows of a table, in the order of its key.
 *
 * <p>What is there already is looked up, not sealed: so a run that was cut off goes on where it was
 * without having kept where. From the first page on that is new as a whole, rows are taken to be
 * new, until one is met that is not. Decision:
 * docs/decisions/a-migration-looks-instead-of-remembering.md.
 */
final class MigrationMove {
  private final MigrationPlan plan;
  private final Access access;
  private final StandingRecords standing;
  private final MigrationOptions options;
  private final ImportTally tally = new ImportTally();
  private boolean looks = true;
  private long rows;

  MigrationMove(
      MigrationPlan plan, Access access, StandingRecords standing, MigrationOptions options) {
    this.plan = plan;
    this.access = access;
    this.standing = standing;
    this.options = options;
  }

  ImportTally tally() {
    return tally;
  }

  /** Rows that were read. */
  long rows() {
    return rows;
  }

  void run(SourceTable table) {
    long total = table.count();
    Pace pace = new Pace(options.rate(), total);
    try (ImportPipe pipe = new ImportPipe(access, tally, this::mayReplace)) {
      table.pages(
          page -> {
            move(page, pipe, pace);
            options
                .progress()
                .accept(
                    new MigrationReport.Progress(
                        MigrationReport.Phase.MOVE, rows, Math.max(rows, total)));
          });
      pipe.drain();
    }
  }

  private void move(List<SourceRow> page, ImportPipe pipe, Pace pace) {
    long met = tally.met();
    List<Incoming> fit = MigrationCheck.fit(plan, page, tally);
    if (looks) {
      List<Standing> found = standing.of(fit);
      for (int i = 0; i < fit.size(); i++) {
        take(fit.get(i), found.get(i), pipe, pace);
      }
    } else {
      fit.forEach(row -> put(row, pipe, pace));
    }
    rows += page.size();
    looks = tally.met() > met;
  }

  private void take(Incoming row, Standing found, ImportPipe pipe, Pace pace) {
    switch (found) {
      case SAME -> tally.unchanged++;
      case AMENDED, BOTH_CHANGED -> tally.kept++;
      case MISSING, OLDER -> put(row, pipe, pace);
    }
  }

  /** What was changed in the vault is never written over. */
  private boolean mayReplace(Incoming row) {
    return switch (standing.of(row)) {
      case MISSING, SAME, OLDER -> true;
      case AMENDED, BOTH_CHANGED -> false;
    };
  }

  private static void put(Incoming row, ImportPipe pipe, Pace pace) {
    pace.pass(1);
    pipe.put(row);
  }
}

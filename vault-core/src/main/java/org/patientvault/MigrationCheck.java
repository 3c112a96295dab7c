package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.source.SourceRow;
import org.patientvault.internal.source.SourceTable;
import org.patientvault.model.VaultException;

/** Reads every row of a table, finds those that do not fit, and counts; writes nothing. */
final class MigrationCheck {
  private final MigrationPlan plan;
  private final SourceTable table;
  private final Consumer<MigrationReport.Progress> progress;
  private final ImportTally tally = new ImportTally();
  private final Map<String, Long> nulls;
  private long rows;

  MigrationCheck(
      MigrationPlan plan, SourceTable table, Consumer<MigrationReport.Progress> progress) {
    this.plan = plan;
    this.table = table;
    this.progress = progress;
    this.nulls = plan.noNulls();
  }

  /**
   * Checks all rows.
   *
   * @param standing says what would become of each; null where nobody asks
   */
  MigrationReport run(@Nullable StandingRecords standing) {
    long total = table.count();
    table.pages(
        page -> {
          List<Incoming> fit = fit(plan, page, tally);
          countNulls(page);
          if (standing != null) {
            standing.of(fit).forEach(this::count);
          }
          rows += page.size();
          progress.accept(
              new MigrationReport.Progress(
                  MigrationReport.Phase.CHECK, rows, Math.max(rows, total)));
        });
    return report(rows, plan.countPatients(table), tally, nulls, Optional.empty());
  }

  /** The rows of a page that become records; what does not fit is told to {@code tally}. */
  static List<Incoming> fit(MigrationPlan plan, List<SourceRow> page, ImportTally tally) {
    List<Incoming> fit = new ArrayList<>(page.size());
    for (SourceRow row : page) {
      try {
        fit.add(plan.incoming(row));
      } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
        tally.problem(1, row.number(), String.valueOf(e.getMessage()));
      }
    }
    return fit;
  }

  private void countNulls(List<SourceRow> page) {
    nulls.replaceAll(
        (column, count) ->
            count + page.stream().map(row -> row.value(column)).filter(Objects::isNull).count());
  }

  private void count(StandingRecords.Standing standing) {
    switch (standing) {
      case MISSING -> tally.created++;
      case SAME -> tally.unchanged++;
      case OLDER -> tally.updated++;
      case AMENDED, BOTH_CHANGED -> tally.kept++;
    }
  }

  static MigrationReport report(
      long rows,
      long patients,
      ImportTally tally,
      Map<String, Long> nulls,
      Optional<MigrationReport.Comparison> comparison) {
    return new MigrationReport(
        rows,
        patients,
        tally.created,
        tally.updated,
        tally.unchanged,
        tally.kept,
        tally.admitted,
        tally.skipped,
        nulls,
        tally.problems.stream()
            .map(each -> new MigrationReport.Problem(each.position(), each.reason()))
            .toList(),
        comparison);
  }
}

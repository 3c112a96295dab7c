package org.patientvault;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.patientvault.StandingRecords.Standing;
import org.patientvault.internal.source.SourceTable;
import org.patientvault.internal.store.RecordIndexRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** Holds a table, in one snapshot, against the vault, row by row. */
final class MigrationComparison {
  private static final int AT_ONCE = 2_000;
  private static final Bytes START = Bytes.of(new byte[0]);

  private final MigrationPlan plan;
  private final Engine engine;
  private final StandingRecords standing;
  private final Consumer<MigrationReport.Progress> progress;
  private final Map<Standing, Long> found = new EnumMap<>(Standing.class);
  private final ImportTally unreadable = new ImportTally();
  private long rows;

  MigrationComparison(
      MigrationPlan plan,
      Engine engine,
      StandingRecords standing,
      Consumer<MigrationReport.Progress> progress) {
    this.plan = plan;
    this.engine = engine;
    this.standing = standing;
    this.progress = progress;
  }

  /** {@code moved}: rows that were read before, and are in the vault. */
  MigrationReport.Comparison run(SourceTable table, long moved) {
    table.snapshot(() -> read(table));
    long changed = count(Standing.OLDER) + count(Standing.BOTH_CHANGED);
    long there = count(Standing.SAME) + changed + count(Standing.AMENDED);
    return new MigrationReport.Comparison(
        rows,
        count(Standing.SAME),
        count(Standing.AMENDED),
        changed,
        count(Standing.MISSING),
        unreadable.skipped,
        Math.max(0, moved - there),
        records());
  }

  private void read(SourceTable table) {
    long total = table.count();
    table.pages(
        page -> {
          standing
              .of(MigrationCheck.fit(plan, page, unreadable))
              .forEach(each -> found.merge(each, 1L, Long::sum));
          rows += page.size();
          progress.accept(new MigrationReport.Progress(MigrationReport.Phase.COMPARE, rows, total));
        });
    if (rows != total) {
      throw new VaultException.InvalidInput(
          "the table counts "
              + total
              + " rows and gives "
              + rows
              + " in the order of its key; name columns that are unique and never null");
    }
  }

  private long count(Standing each) {
    return found.getOrDefault(each, 0L);
  }

  /** How many records of this type the vault has; only what the index says is opened. */
  private long records() {
    long records = 0;
    Bytes patient = START;
    Bytes tag = START;
    List<RecordIndexRow> page = behind(patient, tag);
    while (!page.isEmpty()) {
      records += page.stream().filter(this::isOfType).count();
      RecordIndexRow last = page.get(page.size() - 1);
      page = behind(last.patient().value(), last.tag());
    }
    return records;
  }

  private List<RecordIndexRow> behind(Bytes patient, Bytes tag) {
    return engine.store.read(
        rows -> new ArrayList<>(rows.recordIndexBehind(patient, tag, AT_ONCE)));
  }

  private boolean isOfType(RecordIndexRow row) {
    return engine.fetcher.target(row.patient(), row).type().equals(plan.mapping().type());
  }
}

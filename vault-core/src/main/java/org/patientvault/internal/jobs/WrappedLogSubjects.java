package org.patientvault.internal.jobs;

import java.util.List;
import java.util.function.IntFunction;
import org.patientvault.internal.crypto.LogSubjectWrap;
import org.patientvault.internal.store.LogSubjectRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Renewals;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;

/** Pseudonyms and detail keys under the detail-wrap keyset, of every log. */
record WrappedLogSubjects(LogSubjectWrap wrap, IntFunction<String> originOf)
    implements RowRework.Table<LogSubjectRow> {
  private static final int SHARD_BYTES = 4;

  @Override
  public long count(ReadView rows) {
    return rows.countLogSubjects();
  }

  @Override
  public List<LogSubjectRow> behind(ReadView rows, Bytes position, int limit) {
    return rows.logSubjectsBehind(
        Place.number(Place.prefix(position, SHARD_BYTES)),
        Place.rest(position, SHARD_BYTES),
        limit);
  }

  @Override
  public Bytes position(LogSubjectRow row) {
    return Place.of(Place.of(row.shard()), row.tag());
  }

  @Override
  public boolean isCurrent(LogSubjectRow row) {
    return wrap.isCurrent(row.sealed());
  }

  @Override
  public LogSubjectRow renew(LogSubjectRow row) {
    String origin = originOf.apply(row.shard());
    Bytes again = wrap.wrap(origin, row.tag(), wrap.unwrap(origin, row.tag(), row.sealed()));
    return new LogSubjectRow(row.shard(), row.tag(), again);
  }

  @Override
  public int write(WriteView rows, List<Renewals.Renewed<LogSubjectRow>> renewed) {
    return rows.renewals().logSubjects(renewed);
  }
}

package org.patientvault.internal.jobs;

import java.util.List;
import org.patientvault.internal.sealing.RecordFetcher;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RecordIndexRow;
import org.patientvault.internal.store.Renewals;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;

/** The rows by which a patient's records are found: named by one key, sealed by another. */
record RecordIndexRows(RecordFetcher fetcher) implements RowRework.Table<RecordIndexRow> {
  @Override
  public long count(ReadView rows) {
    return rows.countRecords();
  }

  @Override
  public List<RecordIndexRow> behind(ReadView rows, Bytes position, int limit) {
    return rows.recordIndexBehind(
        Place.prefix(position, PatientRef.SIZE_BYTES),
        Place.rest(position, PatientRef.SIZE_BYTES),
        limit);
  }

  @Override
  public Bytes position(RecordIndexRow row) {
    return Place.of(row.patient(), row.tag());
  }

  @Override
  public boolean isCurrent(RecordIndexRow row) {
    return fetcher.isCurrent(row);
  }

  @Override
  public RecordIndexRow renew(RecordIndexRow row) {
    return fetcher.again(row);
  }

  @Override
  public int write(WriteView rows, List<Renewals.Renewed<RecordIndexRow>> renewed) {
    return rows.renewals().recordIndex(renewed);
  }
}

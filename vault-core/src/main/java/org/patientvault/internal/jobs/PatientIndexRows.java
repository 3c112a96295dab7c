package org.patientvault.internal.jobs;

import java.util.List;
import org.patientvault.internal.sealing.PatientIndex;
import org.patientvault.internal.store.PatientIndexRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Renewals;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;

/** The rows by which patients are found: named by one key, sealed by another. */
record PatientIndexRows(PatientIndex index) implements RowRework.Table<PatientIndexRow> {
  @Override
  public long count(ReadView rows) {
    return rows.countPatientIndex();
  }

  @Override
  public List<PatientIndexRow> behind(ReadView rows, Bytes position, int limit) {
    return rows.patientIndexBehind(position, limit);
  }

  @Override
  public Bytes position(PatientIndexRow row) {
    return row.tag();
  }

  @Override
  public boolean isCurrent(PatientIndexRow row) {
    return index.isCurrent(row);
  }

  @Override
  public PatientIndexRow renew(PatientIndexRow row) {
    return index.again(row);
  }

  @Override
  public int write(WriteView rows, List<Renewals.Renewed<PatientIndexRow>> renewed) {
    return rows.renewals().patientIndex(renewed);
  }
}

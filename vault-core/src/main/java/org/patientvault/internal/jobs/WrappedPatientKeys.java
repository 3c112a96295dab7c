package org.patientvault.internal.jobs;

import java.util.List;
import org.patientvault.internal.crypto.PatientKeyWrap;
import org.patientvault.internal.sealing.KeyStates;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Renewals;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;

/** Patients' keys under the patient-wrap keyset. The keys themselves stay. */
record WrappedPatientKeys(PatientKeyWrap wrap) implements RowRework.Table<KeyRow> {
  @Override
  public long count(ReadView rows) {
    return rows.countPatientKeys();
  }

  @Override
  public List<KeyRow> behind(ReadView rows, Bytes position, int limit) {
    return rows.patientKeysBehind(
        Place.prefix(position, PatientRef.SIZE_BYTES),
        Place.number(Place.rest(position, PatientRef.SIZE_BYTES)),
        limit);
  }

  @Override
  public Bytes position(KeyRow row) {
    return Place.of(row.patient(), Place.of(row.version()));
  }

  @Override
  public boolean isCurrent(KeyRow row) {
    return row.state() == KeyStates.DESTROYED || wrap.isCurrent(row.wrapped());
  }

  @Override
  public KeyRow renew(KeyRow row) {
    Bytes again =
        wrap.wrap(row.patient(), wrap.unwrap(row.patient(), row.version(), row.wrapped()));
    return row.wrapped(again);
  }

  @Override
  public int write(WriteView rows, List<Renewals.Renewed<KeyRow>> renewed) {
    return rows.renewals().patientKeys(renewed);
  }
}

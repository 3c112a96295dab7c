package org.patientvault.internal.jobs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.crypto.PatientKeyWrap;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * Wraps every patient's key again under the patient-wrap keyset's new key. The keys themselves and
 * what the log says of them stay as they are.
 */
final class PatientKeyRewrap implements Rework {
  private final Store store;
  private final PatientKeyWrap wrap;

  PatientKeyRewrap(JobParts parts) {
    this.store = parts.store();
    this.wrap = parts.keys().patientWrap();
  }

  @Override
  public long total(ReadView rows) {
    return rows.countPatientKeys();
  }

  @Override
  public long left(ReadView rows) {
    long[] left = {0};
    rows.streamPatientKeys(
        row -> {
          if (!wrap.isCurrent(row.wrapped())) {
            left[0]++;
          }
        });
    return left[0];
  }

  @Override
  public Optional<Page> page(Bytes position, int limit) {
    List<KeyRow> rows = store.read(view -> behind(view, position, limit));
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<WriteView.Rewrapped> renewed = new ArrayList<>(rows.size());
    int failed = 0;
    for (KeyRow row : rows) {
      if (!wrap.isCurrent(row.wrapped())) {
        Optional<Bytes> again = wrapAgain(row);
        again.ifPresent(wrapped -> renewed.add(new WriteView.Rewrapped(row, wrapped)));
        failed += again.isPresent() ? 0 : 1;
      }
    }
    return Optional.of(new Wrapped(place(rows.get(rows.size() - 1)), failed, renewed));
  }

  /** A damaged row is left as it is: the census shows it, and it is found by verifying. */
  private Optional<Bytes> wrapAgain(KeyRow row) {
    try {
      PatientKey key = wrap.unwrap(row.patient(), row.version(), row.wrapped());
      return Optional.of(wrap.wrap(row.patient(), key));
    } catch (VaultException.Tampered e) {
      return Optional.empty();
    }
  }

  private static List<KeyRow> behind(ReadView rows, Bytes position, int limit) {
    if (position.size() == 0) {
      return rows.patientKeysBehind(position, 0, limit);
    }
    ByteBuffer place = ByteBuffer.wrap(position.toArray());
    byte[] patient = new byte[PatientRef.SIZE_BYTES];
    place.get(patient);
    return rows.patientKeysBehind(Bytes.wrap(patient), place.getInt(), limit);
  }

  private static Bytes place(KeyRow row) {
    return Bytes.wrap(
        ByteBuffer.allocate(PatientRef.SIZE_BYTES + 4)
            .put(row.patient().value().toArray())
            .putInt(row.version())
            .array());
  }

  private record Wrapped(Bytes position, int failed, List<WriteView.Rewrapped> rows)
      implements Page {
    @Override
    public EventCode event() {
      return EventCode.KEY_REWRAP;
    }

    @Override
    public int write(LedgerTransaction transaction, EntryDraft draft) {
      if (rows.isEmpty()) {
        return 0;
      }
      int changed = transaction.rows().rewrapPatientKeys(rows);
      transaction.append(draft.with("rows", (long) changed));
      return changed;
    }
  }
}

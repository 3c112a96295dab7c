package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.patientvault.audit.Entry;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.RowDigests;
import org.patientvault.internal.sealing.KeyStates;
import org.patientvault.internal.sealing.PatientIndex;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.PatientIndexRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/** Holds patient keys and patient index rows against the entries that committed them together. */
final class KeysCheck {
  private final VaultId vault;
  private final VaultKeys keys;
  private final PatientIndex index;
  private final RecordsCheck check;
  private final Map<Long, List<Bytes>> byEntry = new TreeMap<>();

  KeysCheck(VaultId vault, VaultKeys keys, RecordsCheck check) {
    this.vault = vault;
    this.keys = keys;
    this.index = new PatientIndex(keys.index(IndexName.PATIENT));
    this.check = check;
  }

  void run(ReadView snapshot) {
    snapshot.streamPatientKeys(
        row -> {
          key(row);
          reserved(snapshot, row);
        });
    snapshot.streamPatientIndex(this::indexed);
    byEntry.forEach((entry, digests) -> compare(snapshot, entry, digests));
  }

  /** Nothing changes the state of a key yet. */
  private void key(KeyRow row) {
    check.looked();
    String where =
        "patient=" + row.patient() + " version=" + row.version() + " entry=" + row.logIndex();
    try {
      PatientKey key = keys.patientWrap().unwrap(row.patient(), row.version(), row.wrapped());
      if (!keys.patientWrap().commitment(row.patient(), key).equals(row.commitment())) {
        check.found("KEY CHANGED " + where);
      }
    } catch (VaultException.Tampered e) {
      check.found("KEY CHANGED " + where);
    }
    if (row.state() != KeyStates.ACTIVE) {
      check.found("KEY CHANGED " + where + " (state=" + row.state() + ")");
    }
    check.inShard("KEY CHANGED " + where, row.logShard());
    add(
        row.logIndex(),
        RowDigests.patientKey(vault, row.patient(), row.version(), row.commitment()));
  }

  /**
   * Founding committed the key of one subject; that is the one to whom what has no patient belongs.
   */
  private void reserved(ReadView snapshot, KeyRow row) {
    boolean founding = row.logIndex() == Founding.RESERVED_INDEX;
    boolean named =
        snapshot.meta(Founding.RESERVED).filter(row.patient().value()::equals).isPresent();
    if (founding != named) {
      check.found("RESERVED SUBJECT CHANGED patient=" + row.patient());
    }
  }

  private void indexed(PatientIndexRow row) {
    check.looked();
    String where = "table=patient_index tag=" + row.tag().hex() + " entry=" + row.logIndex();
    check.inShard("INDEX CHANGED " + where, row.logShard());
    if (row.prf() != keys.index(IndexName.PATIENT).version()) {
      check.found("INDEX CHANGED " + where + " (prf=" + row.prf() + ")");
    }
    try {
      add(row.logIndex(), RowDigests.patientIndex(vault, row.tag(), index.target(row).patient()));
    } catch (VaultException.Tampered e) {
      check.found("INDEX MOVED " + where);
    }
  }

  private void add(long entry, Bytes digest) {
    byEntry.computeIfAbsent(entry, e -> new ArrayList<>()).add(digest);
  }

  private void compare(ReadView snapshot, long at, List<Bytes> digests) {
    check.commits(at);
    Bytes committed = check.entry(snapshot, at).map(Entry::digest).orElse(null);
    if (committed == null || !committed.equals(RowDigests.together(digests))) {
      check.found("KEY OR INDEX CHANGED entry=" + at + " rows=" + digests.size());
    }
  }
}

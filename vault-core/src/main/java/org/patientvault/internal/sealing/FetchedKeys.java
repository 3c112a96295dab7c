package org.patientvault.internal.sealing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.crypto.PatientKeyWrap;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * Patients' keys whose rows were fetched together: each is unwrapped when it is asked for, and kept
 * no longer than this. What is done once for every patient leaves the keys in memory alone that
 * readers use. For one thread.
 */
public final class FetchedKeys {
  private final PatientKeyWrap wrap;
  private final Map<Name, KeyRow> rows = new HashMap<>();
  private final Map<PatientRef, Integer> newest = new HashMap<>();
  private final Map<Name, PatientKey> opened = new HashMap<>();

  private record Name(PatientRef patient, int version) {}

  /** {@code rows} hold every version of each of their patients' keys. */
  public FetchedKeys(PatientKeyWrap wrap, List<KeyRow> rows) {
    this.wrap = wrap;
    for (KeyRow row : rows) {
      this.rows.put(new Name(row.patient(), row.version()), row);
      newest.merge(row.patient(), row.version(), Math::max);
    }
  }

  /** The version of a patient's current key; 0 where there is none. */
  public int current(PatientRef patient) {
    return newest.getOrDefault(patient, 0);
  }

  /**
   * The key of {@code patient} in {@code version}.
   *
   * @throws VaultException.Tampered when there is none, or it was changed
   * @throws VaultException.KeyUnavailable once the vault's keys were dropped, be this one opened
   *     before
   */
  PatientKey key(PatientRef patient, int version) {
    wrap.checkHeld();
    return opened.computeIfAbsent(new Name(patient, version), this::open);
  }

  private PatientKey open(Name name) {
    KeyRow row = rows.get(name);
    if (row == null) {
      throw new VaultException.Tampered(
          "key version "
              + name.version()
              + " of patient "
              + name.patient()
              + " is missing; run patientvault audit verify --records");
    }
    if (row.state() == KeyStates.DESTROYED) {
      throw PatientKeys.destroyed(name.patient(), name.version());
    }
    return wrap.unwrap(name.patient(), name.version(), row.wrapped());
  }
}

package org.patientvault.bench.crypto;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.crypto.PatientKeyWrap;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.sealing.KeyCacheLimits;
import org.patientvault.internal.sealing.PatientKeys;
import org.patientvault.internal.store.DatabaseLogin;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultId;

/** Patients whose keys are stored wrapped and looked up as an open vault looks them up. */
public final class OpenedKeys implements AutoCloseable {
  /** The version of every key. */
  public static final int VERSION = 1;

  private final VaultId vault = new VaultId(Places.randomId());
  private final List<PatientRef> patients = new ArrayList<>();
  private final Store store;
  private final PatientKeys keys;

  public OpenedKeys(Path folder, int count) {
    PatientKeyWrap wrap = VaultKeys.generate(vault).patientWrap();
    store =
        Store.create(
            StoreLocation.parse(folder.resolve("keys.vault").toString()),
            DatabaseLogin.DEFAULT,
            rows -> fill(rows, wrap, count));
    keys = new PatientKeys(store, wrap, KeyCacheLimits.DEFAULT);
  }

  // The signature is Store's.
  @SuppressWarnings("NullAway")
  private Void fill(WriteView rows, PatientKeyWrap wrap, int count) {
    for (int i = 0; i < count; i++) {
      PatientRef patient = new PatientRef(Places.randomId());
      PatientKey key = PatientKey.random(VERSION);
      Bytes commitment = wrap.commitment(patient, key);
      Bytes wrapped = wrap.wrap(patient, key);
      rows.insertPatientKey(new KeyRow(patient, VERSION, 1, wrapped, commitment, 2026, i));
      patients.add(patient);
    }
    return null;
  }

  public VaultId vault() {
    return vault;
  }

  public List<PatientRef> patients() {
    return patients;
  }

  public PatientKey key(PatientRef patient) {
    return keys.forSealing(patient, VERSION);
  }

  @Override
  public void close() {
    store.close();
  }
}

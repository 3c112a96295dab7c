package org.patientvault.bench.keys;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.patientvault.JobOptions;
import org.patientvault.JobStatus;
import org.patientvault.KeyAdministration;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;

/** A vault in a file whose keys are renewed: in the log, page by page, counted at the end. */
final class RotatedVault implements AutoCloseable {
  private static final int CALLERS = 64;

  private final Vault vault;

  private RotatedVault(Vault vault) {
    this.vault = vault;
  }

  static RotatedVault with(int patients, int records, Path folder) throws Exception {
    Unlock unlock =
        Unlock.keystore(folder.resolve("kek.p12"), "kek", "correct horse battery"::toCharArray);
    Vault vault = Vault.create(folder.resolve("clinic.vault"), unlock);
    fill(vault, patients, records);
    return new RotatedVault(vault);
  }

  private static void fill(Vault vault, int patients, int records) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        int first = caller;
        all.add(
            callers.submit(
                () -> {
                  Session session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
                  for (int i = first; i < patients; i += CALLERS) {
                    admit(session, i, records);
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private static void admit(Session session, int number, int records) {
    PatientRef patient = session.admit(new PatientIdentifier("urn:mrn", "m" + number));
    for (int record = 0; record < records; record++) {
      session.create(
          RecordKey.of(patient, "Observation", "bp" + record),
          Map.of("valueString", FieldValue.text("120/80, sitting, left arm, cuff of size M")));
    }
  }

  long rewrap() {
    return rotate(KeyLevel.PATIENT_WRAP);
  }

  long reencrypt() {
    return rotate(KeyLevel.PATIENTS);
  }

  private long rotate(KeyLevel level) {
    KeyAdministration keys = vault.administration(Actor.of("kim", "admin")).keys();
    JobStatus job = keys.rotate(level, JobOptions.defaults());
    return job.done();
  }

  @Override
  public void close() {
    vault.close();
  }
}

package org.patientvault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;

/** The patients an import met so far, some of them with their admission under way. */
final class ImportPatients {
  private static final int KNOWN = 100_000;

  private final Engine engine;
  private final Lookups lookups;
  private final Cache<PatientIdentifier, Known> known =
      Caffeine.newBuilder().maximumSize(KNOWN).build();
  private final Known nobody;

  /** A patient, or the subject of what belongs to no patient. */
  static final class Known {
    private final PatientRef reference;
    private final int keyVersion;
    private final boolean patient;
    private final CompletableFuture<PatientRef> admission;

    /** Held until the admission is committed; afterwards it comes from the rows. */
    private @Nullable PatientKey fresh;

    Known(
        PatientRef reference,
        int keyVersion,
        boolean patient,
        CompletableFuture<PatientRef> admission,
        @Nullable PatientKey fresh) {
      this.reference = reference;
      this.keyVersion = keyVersion;
      this.patient = patient;
      this.admission = admission;
      this.fresh = fresh;
    }

    static Known committed(PatientRef reference, int keyVersion, boolean patient) {
      return new Known(
          reference, keyVersion, patient, CompletableFuture.completedFuture(reference), null);
    }

    PatientRef reference() {
      return reference;
    }

    boolean isPatient() {
      return patient;
    }

    CompletableFuture<PatientRef> admission() {
      return admission;
    }

    /** The admission is committed. */
    void isThere() {
      fresh = null;
    }
  }

  ImportPatients(Engine engine, Lookups lookups) {
    this.engine = engine;
    this.lookups = lookups;
    this.nobody = engine.store.read(rows -> committed(rows, engine.reserved, false));
  }

  /** Whom records without patient belong to. */
  Known nobody() {
    return nobody;
  }

  /** The patient with this identifier, if there is one. */
  @Nullable Known find(PatientIdentifier identifier) {
    Known met = known.getIfPresent(identifier);
    if (met == null) {
      met =
          lookups
              .untold(identifier, () -> engine.store.read(rows -> find(rows, identifier)))
              .orElse(null);
      if (met != null) {
        known.put(identifier, met);
      }
    }
    return met;
  }

  private Optional<Known> find(ReadView rows, PatientIdentifier identifier) {
    return engine.patients.find(rows, identifier).map(patient -> committed(rows, patient, true));
  }

  private static Known committed(ReadView rows, PatientRef reference, boolean patient) {
    return Known.committed(reference, Writes.currentVersion(rows, reference), patient);
  }

  /** Hands in the admission of a new patient. */
  Known admit(PatientIdentifier identifier) {
    PatientRef reference = lookups.newPatient();
    PatientKey key = PatientKey.random(1);
    Known admitted =
        new Known(
            reference,
            key.version(),
            true,
            lookups.submitAdmission(reference, key, List.of(identifier)),
            key);
    known.put(identifier, admitted);
    return admitted;
  }

  void forget(PatientIdentifier identifier) {
    known.invalidate(identifier);
  }

  /** The key that new values of {@code patient} are sealed under. */
  PatientKey key(Known patient) {
    PatientKey fresh = patient.fresh;
    return fresh != null
        ? fresh
        : engine.patientKeys.forSealing(patient.reference, patient.keyVersion);
  }
}

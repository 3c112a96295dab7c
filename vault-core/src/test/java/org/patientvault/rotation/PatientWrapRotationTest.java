package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.JobOptions;
import org.patientvault.JobStatus;
import org.patientvault.Vault;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P5: the keyset that wraps patients' keys is renewed online. */
@Tag("once")
@OnBothStores
class PatientWrapRotationTest {
  private Clinic clinic;

  @BeforeEach
  void aClinic(TestDatabase fresh, @TempDir Path folder) {
    clinic = Clinic.with(12, fresh, folder);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void rotated_everythingReadsAndVerifies() {
    List<String> before = clinic.values(clinic.vault);
    JobStatus job = clinic.keys().rotate(KeyLevel.PATIENT_WRAP, JobOptions.defaults());
    assertThat(job.ended()).isTrue();
    assertThat(job.done()).isEqualTo(13);
    assertThat(clinic.values(clinic.vault)).isEqualTo(before);
    try (Vault later = clinic.node("later")) {
      assertThat(clinic.values(later)).isEqualTo(before);
    }
    assertThat(clinic.findings()).isEmpty();
  }

  @Test
  void rotatedTwice_everythingReadsAndVerifies() {
    clinic.keys().rotate(KeyLevel.PATIENT_WRAP, JobOptions.defaults());
    clinic.keys().rotate(KeyLevel.PATIENT_WRAP, JobOptions.defaults());
    try (Vault later = clinic.node("later")) {
      assertThat(clinic.values(later)).hasSize(36);
    }
    assertThat(clinic.findings()).isEmpty();
  }

  @Test
  void otherNodeIsOpen_itGoesOnWithoutRestart() {
    try (Vault other = clinic.node("two")) {
      Clinic.physician(other).admit(new PatientIdentifier("urn:mrn", "before"));
      clinic.keys().rotate(KeyLevel.PATIENT_WRAP, JobOptions.defaults());
      Clinic.physician(other).admit(new PatientIdentifier("urn:mrn", "after"));
      assertThat(clinic.values(other)).hasSize(36);
    }
    assertThat(clinic.findings()).isEmpty();
  }

  @Test
  void pausedByAnother_stopsAfterThePageAndIsResumedFromThere() {
    JobOptions slowly =
        JobOptions.defaults()
            .withRate(10)
            .withProgress(
                job -> {
                  if (job.done() == 3) {
                    clinic.keys().pause(job.id());
                  }
                });
    JobStatus paused = clinic.keys().rotate(KeyLevel.PATIENT_WRAP, slowly);
    assertThat(paused.state()).isEqualTo("paused");
    assertThat(paused.done()).isEqualTo(3);
    assertThatThrownBy(() -> clinic.keys().rotate(KeyLevel.PATIENT_WRAP, JobOptions.defaults()))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("job resume");
    JobStatus ended = clinic.keys().resume("", JobOptions.defaults());
    assertThat(ended.ended()).isTrue();
    assertThat(ended.done()).isEqualTo(13);
    assertThat(clinic.findings()).isEmpty();
  }
}

package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.JobOptions;
import org.patientvault.JobStatus;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.model.FieldValue;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P5: every level of keys is renewed, one after the other, while another node works. */
@Tag("once")
@OnBothStores
class EveryLevelTest {
  private Clinic clinic;

  @BeforeEach
  void aClinic(TestDatabase fresh, @TempDir Path folder) {
    clinic = Clinic.with(4, fresh, folder);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void allLevelsTwice_everythingIsFoundReadAndVerified() {
    try (Vault other = clinic.node("two")) {
      for (int round = 1; round <= 2; round++) {
        for (KeyLevel level : KeyLevel.values()) {
          renew(level);
          assertThat(clinic.values(other)).as("after " + level).hasSize(12);
          Session physician = Clinic.physician(other);
          String number = level + " " + round;
          assertThat(physician.find(new PatientIdentifier("urn:mrn", "m2")))
              .contains(clinic.patients.get(2));
          physician.create(
              Clinic.key(physician.admit(new PatientIdentifier("urn:mrn", number)), 0),
              Map.of(Clinic.FIELD, FieldValue.text(number)));
        }
        assertThat(clinic.findings()).as("after round " + round).isEmpty();
      }
    }
    try (Vault later = clinic.node("later")) {
      assertThat(clinic.values(later)).hasSize(12);
    }
  }

  private void renew(KeyLevel level) {
    if (level == KeyLevel.ROOT) {
      clinic.keys().rotateRoot(List.of(clinic.unlock));
    } else if (level == KeyLevel.LOG) {
      clinic.keys().rotateLog(List.of(clinic.unlock));
    } else {
      JobStatus job = clinic.keys().rotate(level, JobOptions.defaults());
      assertThat(job.ended()).as(level + " " + job).isTrue();
    }
  }
}

package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.JobOptions;
import org.patientvault.JobStatus;
import org.patientvault.RecordRevision;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.audit.EventCode;
import org.patientvault.model.FieldValue;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P5: patients get other keys, and their records are sealed again under them, online. */
@Tag("once")
@OnBothStores
class ReencryptionTest {
  private static final String STATUS = "status";

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
  void rotated_everythingReadsInEveryRevisionAndVerifies() {
    List<String> before = clinic.values(clinic.vault);
    JobStatus job = clinic.keys().rotate(KeyLevel.PATIENTS, JobOptions.defaults());
    assertThat(job.ended()).isTrue();
    assertThat(job.done()).isEqualTo(72);
    assertThat(clinic.values(clinic.vault)).isEqualTo(before);
    Session physician = Clinic.physician(clinic.vault);
    RecordKey key = Clinic.key(clinic.patients.get(3), 1);
    assertThat(physician.readRevision(key, 1).get(Clinic.FIELD).asText()).isEqualTo("v1");
    assertThat(physician.history(key))
        .extracting(RecordRevision::event)
        .containsExactly(EventCode.CREATE, EventCode.UPDATE);
    try (Vault later = clinic.node("later")) {
      assertThat(clinic.values(later)).isEqualTo(before);
    }
    assertThat(clinic.findings()).isEmpty();
  }

  @Test
  void updatedAndRotatedAgain_everythingReadsAndVerifies() {
    clinic.keys().rotate(KeyLevel.PATIENTS, JobOptions.defaults());
    Session physician = Clinic.physician(clinic.vault);
    RecordKey key = Clinic.key(clinic.patients.get(5), 2);
    physician.update(key, 2, Map.of(STATUS, FieldValue.text("amended")));
    assertThat(physician.read(key).get(Clinic.FIELD).asText()).isEqualTo("v2");
    clinic.keys().rotate(KeyLevel.PATIENTS, JobOptions.defaults());
    assertThat(physician.read(key).get(STATUS).asText()).isEqualTo("amended");
    assertThat(physician.readRevision(key, 2).get(STATUS).asText()).isEqualTo("final");
    assertThat(clinic.findings()).isEmpty();
  }

  @Test
  void writtenMeanwhileByAnotherNode_nothingIsLost() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    try (Vault other = clinic.node("two")) {
      Thread writer =
          new Thread(
              () -> {
                Session physician = Clinic.physician(other);
                int round = 2;
                while (!ended.get()) {
                  for (int i = 0; i < 4; i++) {
                    physician.update(
                        Clinic.key(clinic.patients.get(i), 0),
                        round,
                        Map.of(STATUS, FieldValue.text("round " + round)));
                  }
                  round++;
                  // Nobody types faster; the file's lock knows no turns.
                  LockSupport.parkNanos(2_000_000);
                }
                assertThat(round).isGreaterThan(2);
              });
      writer.start();
      JobStatus job = clinic.keys().rotate(KeyLevel.PATIENTS, JobOptions.defaults());
      ended.set(true);
      writer.join();
      assertThat(job.ended()).isTrue();
      assertThat(clinic.values(other)).hasSize(36).allMatch(each -> each.startsWith("v"));
    }
    assertThat(clinic.findings()).isEmpty();
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** An import goes on when others import the same or change the policy at the same time. */
@Tag("once")
@OnBothStores
class SimultaneousImportsTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);
  private static final int PATIENTS = 300;
  private static final int OBSERVATIONS = 3;
  private static final int RESOURCES = PATIENTS * (1 + OBSERVATIONS);

  @TempDir Path folder;
  private TestDatabase database;

  @BeforeEach
  void emptyVault(TestDatabase fresh) {
    database = fresh;
    Vault.create(database.location(), PASSPHRASE).close();
  }

  @Test
  void policyChangedElsewhere_importGoesOn() throws IOException {
    Path input = input();
    try (Vault vault = Vault.open(database.location(), PASSPHRASE);
        Vault other = Vault.open(database.location(), PASSPHRASE)) {
      Administration admin = other.administration(Actor.of("ada", "admin"));
      admin.installPolicy(admin.policy());
      assertThat(run(vault, input))
          .extracting(ImportReport::created, ImportReport::patientsAdmitted)
          .containsExactly((long) RESOURCES, (long) PATIENTS);
    }
    assertEverythingIsThereOnce();
  }

  @Test
  void oneFileImportedByTwoAtOnce_isThereOnce() throws Exception {
    Path input = input();
    try (Vault one = Vault.open(database.location(), PASSPHRASE);
        Vault two = Vault.open(database.location(), PASSPHRASE)) {
      Caller<ImportReport> first = Caller.start(() -> run(one, input));
      ImportReport second = run(two, input);
      ImportReport both = first.result();
      assertThat(both.created() + second.created()).isEqualTo(RESOURCES);
      assertThat(both.unchanged() + second.unchanged()).isEqualTo(RESOURCES);
      assertThat(both.patientsAdmitted() + second.patientsAdmitted()).isEqualTo(PATIENTS);
      assertThat(both.updated() + both.skipped() + second.updated() + second.skipped()).isZero();
    }
    assertEverythingIsThereOnce();
  }

  /** The second content is on its way under another reference of the patient than the first. */
  @Test
  void recordGivenTwiceAroundARefusedAdmission_keepsTheLast() throws IOException {
    StringBuilder lines = new StringBuilder(observation("o0", "x"));
    IntStream.range(0, 500).forEach(i -> lines.append(practitioner(i)));
    lines.append(observation("o1", "first"));
    IntStream.range(500, 1_100).forEach(i -> lines.append(practitioner(i)));
    lines.append(observation("o1", "last"));
    IntStream.range(1_100, 2_000).forEach(i -> lines.append(practitioner(i)));
    Path input = Files.writeString(folder.resolve("in.ndjson"), lines);
    try (Vault vault = Vault.open(database.location(), PASSPHRASE);
        Vault other = Vault.open(database.location(), PASSPHRASE)) {
      Administration admin = other.administration(Actor.of("ada", "admin"));
      admin.installPolicy(admin.policy());
      run(vault, input);
      Session physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      PatientRef patient =
          physician
              .find(new PatientIdentifier("urn:patientvault:fhir-patient-id", "p1"))
              .orElseThrow();
      RecordView newest = physician.read(RecordKey.of(patient, "Observation", "o1"));
      assertThat(newest.get("valueString").asText()).isEqualTo("last");
      assertThat(newest.revision()).isEqualTo(2);
    }
  }

  private static String observation(String id, String value) {
    return """
    {"resourceType":"Observation","id":"%s","subject":{"reference":"Patient/p1"},"valueString":"%s"}
    """
        .formatted(id, value);
  }

  private static String practitioner(int number) {
    return "{\"resourceType\":\"Practitioner\",\"id\":\"d" + number + "\"}\n";
  }

  private void assertEverythingIsThereOnce() {
    try (Vault vault = Vault.open(database.location(), PASSPHRASE)) {
      Session physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      assertThat(physician.patients(null, 1_000)).hasSize(PATIENTS);
      for (int i = 0; i < PATIENTS; i += 50) {
        PatientRef patient =
            physician.find(new PatientIdentifier("urn:mrn", "m" + i)).orElseThrow();
        assertThat(physician.records(patient))
            .hasSize(1 + OBSERVATIONS)
            .allMatch(record -> record.revision() == 1);
      }
    }
    assertThat(Vault.verifyRecords(database.location(), PASSPHRASE).findings()).isEmpty();
  }

  private static ImportReport run(Vault vault, Path input) {
    Session importer = vault.as(Actor.of("ada", "admin"), Purpose.HSYSADMIN);
    return FhirImport.of(importer).run(List.of(input), false, progress -> {});
  }

  private Path input() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < PATIENTS; i++) {
      lines.append(
          """
          {"resourceType":"Patient","id":"p%1$s","identifier":[{"system":"urn:mrn","value":"m%1$s"}]}
          """
              .formatted(i));
      for (int j = 0; j < OBSERVATIONS; j++) {
        lines.append(
            """
            {"resourceType":"Observation","id":"o%1$s-%2$s","subject":{"reference":"Patient/p%1$s"}}
            """
                .formatted(i, j));
      }
    }
    return Files.writeString(folder.resolve("in.ndjson"), lines);
  }
}

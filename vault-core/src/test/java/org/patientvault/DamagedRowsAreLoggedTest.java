package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException.Tampered;

/** P1: whatever meets a damaged row fails with an entry, wherever on its way it meets it. */
class DamagedRowsAreLoggedTest {
  private static final PatientIdentifier MRN =
      new PatientIdentifier("urn:patientvault:fhir-patient-id", "p");
  private static final Map<String, FieldValue> FIELDS = Map.of("status", FieldValue.text("final"));
  private static final String RESOURCE =
      """
      {"resourceType":"Observation","id":"new","subject":{"reference":"Patient/p"}}\
      """;

  @TempDir Path folder;
  private Vault vault;
  private Session physician;
  private PatientRef patient;
  private RecordKey key;

  @BeforeEach
  void aRecord() {
    vault =
        Vault.create(
            folder.resolve("a.vault"), Unlock.passphrase("correct horse battery"::toCharArray));
    physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    patient = physician.admit(MRN);
    key = RecordKey.of(patient, "Observation", "bp");
    physician.create(key, FIELDS);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void damagedPatientIndex_findAndImport() throws Exception {
    damage("patient_index", "sealed");
    assertFailureIsLogged("QUERY", () -> physician.find(MRN));
    assertFailureIsLogged("QUERY", () -> runImport(RESOURCE));
  }

  @Test
  void damagedPatientKey_createPutAndUpdate() throws Exception {
    damage("patient_key", "wrapped");
    RecordKey other = RecordKey.of(patient, "Observation", "new");
    assertFailureIsLogged("CREATE", () -> physician.create(other, FIELDS));
    assertFailureIsLogged("CREATE", () -> physician.put(patient, utf8(RESOURCE)));
    assertFailureIsLogged("UPDATE", () -> physician.update(key, 1, FIELDS));
    assertFailureIsLogged(
        "UPDATE", () -> physician.put(patient, utf8(RESOURCE.replace("new", "bp"))));
    assertFailureIsLogged("CREATE", () -> runImport(RESOURCE));
  }

  @Test
  void damagedRecordIndex_listsAndExport() throws Exception {
    damage("record_index", "sealed");
    vault.engine().fetcher.forget();
    assertFailureIsLogged("QUERY", () -> physician.records(patient));
    assertFailureIsLogged("QUERY", () -> physician.history(key));
    assertFailureIsLogged(
        "EXPORT", () -> FhirExport.of(physician).run(folder.resolve("out"), n -> {}));
  }

  private void damage(String table, String column) throws SQLException {
    try (AttackedFile file = AttackedFile.of(folder.resolve("a.vault"))) {
      file.execute("UPDATE %1$s SET %2$s = zeroblob(length(%2$s))".formatted(table, column));
    }
    vault.engine().patientKeys.clear();
  }

  private void assertFailureIsLogged(String attempted, ThrowingCallable request) {
    long before = vault.auditTrail(auditor()).size();
    assertThatThrownBy(request).isInstanceOf(Tampered.class);
    List<AuditLine> failures =
        vault.auditTrail(auditor()).entries(before, 100).stream()
            .filter(line -> line.entry().event() == EventCode.FAIL)
            .toList();
    assertThat(failures).hasSize(1);
    assertThat(failures.get(0).entry().outcome()).isEqualTo(Outcome.SERIOUS_FAILURE);
    assertThat(failures.get(0).detail().orElseThrow())
        .contains("\"attempted\":\"" + attempted + "\"");
  }

  private void runImport(String resource) throws Exception {
    Path input = Files.writeString(folder.resolve("in.ndjson"), resource);
    FhirImport.of(physician).run(List.of(input), false, progress -> {});
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Actor auditor() {
    return Actor.of("a.udit", "auditor");
  }
}

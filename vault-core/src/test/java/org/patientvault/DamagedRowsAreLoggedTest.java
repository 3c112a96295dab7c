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
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException.Tampered;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P1: whatever meets a damaged row fails with an entry, wherever on its way it meets it. */
@OnBothStores
class DamagedRowsAreLoggedTest {
  private static final PatientIdentifier FHIR_ID =
      new PatientIdentifier("urn:patientvault:fhir-patient-id", "p");
  private static final Map<String, FieldValue> FIELDS = Map.of("status", FieldValue.text("final"));
  private static final String RESOURCE =
      """
      {"resourceType":"Observation","id":"new","subject":{"reference":"Patient/p"}}\
      """;

  @TempDir Path folder;
  private OneRecord one;
  private Session physician;

  @BeforeEach
  void aRecordOfAPatientWhomAnImportFinds(TestDatabase database) {
    one = OneRecord.in(database, folder);
    physician = one.physician;
    physician.link(one.patient, FHIR_ID);
  }

  @AfterEach
  void close() {
    one.close();
  }

  @Test
  void damagedPatientIndex_findAndImport() throws Exception {
    damage("patient_index", "sealed");
    assertFailureIsLogged("QUERY", () -> physician.find(FHIR_ID));
    assertFailureIsLogged("QUERY", () -> runImport(RESOURCE));
  }

  @Test
  void damagedPatientKey_createPutAndUpdate() throws Exception {
    damage("patient_key", "wrapped");
    RecordKey other = RecordKey.of(one.patient, "Observation", "new");
    assertFailureIsLogged("CREATE", () -> physician.create(other, FIELDS));
    assertFailureIsLogged("CREATE", () -> physician.put(one.patient, utf8(RESOURCE)));
    assertFailureIsLogged("UPDATE", () -> physician.update(one.key, 1, FIELDS));
    assertFailureIsLogged(
        "UPDATE", () -> physician.put(one.patient, utf8(RESOURCE.replace("new", "bp"))));
    assertFailureIsLogged("CREATE", () -> runImport(RESOURCE));
  }

  @Test
  void damagedRecordIndex_listsAndExport() throws Exception {
    damage("record_index", "sealed");
    one.vault.engine().fetcher.forget();
    assertFailureIsLogged("QUERY", () -> physician.records(one.patient));
    assertFailureIsLogged("QUERY", () -> physician.history(one.key));
    assertFailureIsLogged(
        "EXPORT", () -> FhirExport.of(physician).run(folder.resolve("out"), n -> {}));
  }

  private void damage(String table, String column) throws SQLException {
    try (AttackedDatabase attacked = new AttackedDatabase(one.database)) {
      attacked.blank(table, column);
    }
    one.vault.engine().patientKeys.clear();
  }

  private void assertFailureIsLogged(String attempted, ThrowingCallable request) {
    long before = one.vault.auditTrail(auditor()).size();
    assertThatThrownBy(request).isInstanceOf(Tampered.class);
    List<AuditLine> failures =
        one.vault.auditTrail(auditor()).entries(before, 100).stream()
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

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException.AccessDenied;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/**
 * Whoever replaces a record removes what the new one lacks, so the right to write every class of
 * its type is needed. The shipped policy lets a clerk write contact fields, not birth dates.
 */
@Tag("once")
@OnBothStores
class ReplacedRecordTest {
  private static final String WHOLE =
      """
      {"resourceType":"Patient","id":"p","birthDate":"1970-05-01","telecom":[]}\
      """;
  private static final String TELECOM_ONLY =
      """
      {"resourceType":"Patient","id":"p","telecom":[{"value":"1"}]}\
      """;

  @TempDir Path folder;
  private Vault vault;
  private Session physician;
  private Session clerk;
  private PatientRef patient;

  @BeforeEach
  void aPatientsRecord(TestDatabase database) throws IOException {
    vault =
        Vault.create(database.location(), QuickPassphrase.of("correct horse battery"::toCharArray));
    physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    clerk = vault.as(Actor.of("c.arl", "clerk"), Purpose.PATADMIN);
    run(physician, WHOLE);
    patient =
        physician
            .find(new PatientIdentifier("urn:patientvault:fhir-patient-id", "p"))
            .orElseThrow();
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void put_byWhoMayNotWriteEveryClass_removesNothing() {
    assertThatThrownBy(() -> clerk.put(patient, json(TELECOM_ONLY)))
        .isInstanceOf(AccessDenied.class);
    assertThat(newest().revision()).isEqualTo(1);
    assertThat(newest().get("birthDate").asText()).isEqualTo("1970-05-01");
  }

  @Test
  void import_byWhoMayNotWriteEveryClass_removesNothing() {
    assertThatThrownBy(() -> run(clerk, TELECOM_ONLY)).isInstanceOf(AccessDenied.class);
    assertThat(newest().revision()).isEqualTo(1);
  }

  @Test
  void put_ofANewRecord_needsTheRightToItsFieldsOnly() {
    String other = TELECOM_ONLY.replace("\"p\"", "\"q\"");
    assertThat(clerk.put(patient, json(other)).change()).isEqualTo(WrittenRecord.Change.CREATED);
  }

  @Test
  void putAndImport_byWhoMayWriteEveryClass_replace() throws IOException {
    assertThat(physician.put(patient, json(TELECOM_ONLY)).revision()).isEqualTo(2);
    assertThat(newest().fields()).hasSize(1);
    Session importer = vault.as(Actor.of("ada", "admin"), Purpose.HSYSADMIN);
    assertThat(run(importer, WHOLE).updated()).isEqualTo(1);
    assertThat(newest().revision()).isEqualTo(3);
  }

  @Test
  void refusedPut_doesNotTellWhetherThereIsARecord() {
    Session visitor = vault.as(Actor.of("v.isitor", "visitor"), Purpose.TREAT);
    String missing = TELECOM_ONLY.replace("\"p\"", "\"q\"");
    assertThat(refusal(() -> visitor.put(patient, json(TELECOM_ONLY))))
        .isEqualTo(refusal(() -> visitor.put(patient, json(missing))));
  }

  private static String refusal(ThrowingCallable put) {
    return String.valueOf(
        org.assertj.core.api.Assertions.catchThrowableOfType(AccessDenied.class, put).getMessage());
  }

  private RecordView newest() {
    return physician.read(RecordKey.of(patient, "Patient", "p"));
  }

  private ImportReport run(Session session, String resource) throws IOException {
    Path file = Files.writeString(folder.resolve("in.ndjson"), resource + "\n");
    return FhirImport.of(session).run(List.of(file), false, progress -> {});
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

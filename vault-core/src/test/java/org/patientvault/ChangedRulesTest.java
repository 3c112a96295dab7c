package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** Policy and schema change in one process while another has the vault open. */
@Tag("once")
@OnBothStores
class ChangedRulesTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);
  private static final PatientIdentifier MRN = new PatientIdentifier("urn:hospital:mrn", "4711");

  private TestDatabase database;
  private Vault vault;
  private Vault other;
  private Session physician;
  private PatientRef patient;

  @BeforeEach
  void openTwice(TestDatabase fresh) {
    database = fresh;
    vault = Vault.create(database.location(), PASSPHRASE);
    other = Vault.open(database.location(), PASSPHRASE);
    physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    patient = physician.admit(MRN);
  }

  @AfterEach
  void close() {
    other.close();
    vault.close();
  }

  private Administration elsewhere() {
    return other.administration(Actor.of("ada", "admin"));
  }

  private void revokePhysicians() {
    String policy = new String(elsewhere().policy(), StandardCharsets.UTF_8);
    elsewhere()
        .installPolicy(policy.replace("physician", "surgeon").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void policyChangedElsewhere_holdsForEveryNextRequest() {
    RecordKey key = RecordKey.of(patient, "Observation", "bp-1");
    physician.create(key, Map.of("status", FieldValue.text("final")));
    revokePhysicians();
    assertRefused(() -> physician.find(MRN));
    assertRefused(() -> physician.read(key));
    assertRefused(() -> physician.history(key));
    assertRefused(() -> physician.records(patient));
    assertRefused(() -> physician.update(key, 1, Map.of("status", FieldValue.text("amended"))));
    assertRefused(
        () ->
            physician.create(
                RecordKey.of(patient, "Observation", "bp-2"),
                Map.of("status", FieldValue.text("final"))));
    assertRefused(() -> physician.admit(new PatientIdentifier("urn:hospital:mrn", "4712")));
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable request) {
    assertThatThrownBy(request).isInstanceOf(VaultException.AccessDenied.class);
  }

  @Test
  void firstWriteUnderAnOldPolicy_isDecidedAgain() {
    revokePhysicians();
    assertRefused(
        () ->
            physician.create(
                RecordKey.of(patient, "Observation", "bp-2"),
                Map.of("status", FieldValue.text("final"))));
    assertThat(
            vault.auditTrail(Actor.of("auditor", "auditor")).entries(0, 100).stream()
                .filter(line -> line.entry().event().name().equals("CREATE")))
        .isEmpty();
  }

  @Test
  void fieldThatTheSchemaMoved_isStillReadAndStandsOnce() {
    RecordKey key = RecordKey.of(patient, "Observation", "bp-1");
    physician.create(
        key,
        Map.of(
            "status", FieldValue.text("final"),
            "valueString", FieldValue.text("120/80"),
            "houseRule", FieldValue.text("left arm")));
    elsewhere().installSchema(moved());
    assertThat(physician.read(key).fields()).hasSize(3);
    assertThat(physician.read(key, List.of("valueString")).get("valueString").asText())
        .isEqualTo("120/80");
    physician.update(key, 1, Map.of("valueString", FieldValue.text("130/80")));
    assertThat(physician.read(key).get("valueString").asText()).isEqualTo("130/80");
    assertThat(physician.read(key).get("status").asText()).isEqualTo("final");
    assertThat(physician.read(key).get("houseRule").asText()).isEqualTo("left arm");
    assertThat(physician.readRevision(key, 1).get("valueString").asText()).isEqualTo("120/80");
    physician.update(key, 2, Map.of("valueString", FieldValue.absent()));
    assertThat(physician.read(key).get("valueString").isAbsent()).isTrue();
  }

  @Test
  void fieldThatTheSchemaMoved_isReadAfterReopening() {
    RecordKey key = RecordKey.of(patient, "Observation", "bp-1");
    physician.create(key, Map.of("valueString", FieldValue.text("120/80")));
    elsewhere().installSchema(moved());
    try (Vault again = Vault.open(database.location(), PASSPHRASE)) {
      Session session = again.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      assertThat(session.read(key).get("valueString").asText()).isEqualTo("120/80");
    }
    assertThat(Vault.verifyRecords(database.location(), PASSPHRASE).findings()).isEmpty();
  }

  /** The shipped schema, with one field of Observation in another class and one newly named. */
  private byte[] moved() {
    String schema = new String(elsewhere().schema(), StandardCharsets.UTF_8);
    int at = schema.indexOf("  Observation:");
    String observation = schema.substring(at, schema.indexOf("    others:", at));
    String changed =
        observation
            .replace("valueString,", "")
            .replace(", valueString", "")
            .replace("sensitive: [extension]", "sensitive: [extension, valueString]")
            .replace("narrative: [text,", "narrative: [houseRule, text,");
    assertThat(changed).isNotEqualTo(observation).contains("houseRule");
    return schema.replace(observation, changed).getBytes(StandardCharsets.UTF_8);
  }
}

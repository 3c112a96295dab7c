package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;
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

/** A record is written, read back, refused to others, and all of it is in a log that verifies. */
@OnBothStores
class VaultTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);
  private static final Actor PHYSICIAN = Actor.of("dr.lea", "physician");
  private static final PatientIdentifier MRN = new PatientIdentifier("urn:hospital:mrn", "4711");

  @Test
  void writtenRecord_isReadBackAfterReopening(TestDatabase database) {
    RecordKey key;
    try (Vault vault = Vault.create(database.location(), PASSPHRASE)) {
      Session session = vault.as(PHYSICIAN, Purpose.TREAT);
      PatientRef patient = session.admit(MRN);
      key = RecordKey.of(patient, "Observation", "bp-1");
      session.create(
          key,
          Map.of("status", FieldValue.text("final"), "valueString", FieldValue.text("120/80")));
    }
    try (Vault vault = Vault.open(database.location(), PASSPHRASE)) {
      Session session = vault.as(PHYSICIAN, Purpose.TREAT);
      assertThat(session.find(MRN)).contains(key.patient());
      RecordView view = session.read(key);
      assertThat(view.get("status").asText()).isEqualTo("final");
      assertThat(view.get("valueString").asText()).isEqualTo("120/80");
      assertThat(session.update(key, 1, Map.of("status", FieldValue.text("amended")))).isEqualTo(2);
      assertThat(session.read(key).get("status").asText()).isEqualTo("amended");
      assertThat(session.read(key).get("valueString").asText()).isEqualTo("120/80");
      assertThat(session.readRevision(key, 1).get("status").asText()).isEqualTo("final");
      assertThat(session.history(key)).hasSize(2);
      assertThat(session.records(key.patient())).hasSize(1);
    }
  }

  @Test
  void read_withoutGrant_isRefusedAndAudited(TestDatabase database) {
    try (Vault vault = Vault.create(database.location(), PASSPHRASE)) {
      Session session = vault.as(PHYSICIAN, Purpose.TREAT);
      RecordKey key = RecordKey.of(session.admit(MRN), "Observation", "bp-1");
      session.create(key, Map.of("valueString", FieldValue.text("120/80")));
      Session clerk = vault.as(Actor.of("c.clerk", "clerk"), Purpose.PATADMIN);
      assertThatThrownBy(() -> clerk.read(key)).isInstanceOf(VaultException.AccessDenied.class);
      AuditTrail trail = vault.auditTrail(Actor.of("auditor", "auditor"));
      List<AuditLine> lines = trail.entries(0, 100);
      assertThat(lines)
          .extracting(line -> line.entry().event().name())
          .contains("GENESIS", "CREATE", "DENY", "LOG_READ");
      assertThat(lines).allMatch(line -> line.detail().isPresent());
    }
  }

  @Test
  void exportedLog_verifiesWithThePolicyTheVaultPrints(
      @TempDir Path folder, TestDatabase database) {
    byte[] policy;
    try (Vault vault = Vault.create(database.location(), PASSPHRASE)) {
      vault.as(PHYSICIAN, Purpose.TREAT).admit(MRN);
      AuditTrail trail = vault.auditTrail(Actor.of("auditor", "auditor"));
      trail.export(folder.resolve("bundle"));
      policy = trail.trustPolicy().getBytes(StandardCharsets.UTF_8);
    }
    Report report =
        BundleVerifier.verify(
            folder.resolve("bundle"), TrustPolicy.parse(policy), Optional.empty());
    assertThat(report.lines()).anyMatch(line -> line.startsWith("VERIFIED origin=vault."));
    assertThat(report.exitCode().code()).isZero();
  }
}

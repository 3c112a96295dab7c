package org.patientvault.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Administration;
import org.patientvault.EmergencyAccess;
import org.patientvault.ErasureRule;
import org.patientvault.Erasures;
import org.patientvault.FhirExport;
import org.patientvault.FhirImport;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.keys.Unlock;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.TestDatabase;

/** Each role of docs/postgresql/roles.sql can do its work, and is refused the others' in words. */
@Tag("once")
class RolesAtWorkTest {
  private static final String RESOURCES =
      """
      {"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:mrn","value":"4711"}]}
      {"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/p1"},"code":{"text":"influenza"}}
      """;

  @TempDir Path folder;
  private Clinic clinic;

  @BeforeEach
  void vaultWithRoles() {
    clinic = Clinic.on(PostgresServer.shared(), folder);
    DatabaseUser.makeRoles(clinic.database);
  }

  @AfterEach
  void close() {
    clinic.database.close();
  }

  private Vault openAs(String role) throws SQLException {
    return clinic.openAs(DatabaseUser.as(role, clinic.database));
  }

  @Test
  void application_doesAllThatSessionsDo() throws Exception {
    try (Vault vault = openAs("application")) {
      Session physician = Clinic.physician(vault);
      RecordKey other =
          RecordKey.of(physician.admit(new PatientIdentifier("urn:mrn", "2")), "Observation", "x");
      physician.create(other, Clinic.fields("1"));
      physician.update(other, 1, Clinic.fields("2"));
      assertThat(physician.readAll(List.of(clinic.key, other))).hasSize(2);
      assertThat(physician.history(other)).hasSize(2);
      assertThat(physician.readRevision(other, 1).get("valueString").asText()).isEqualTo("1");
      assertThat(physician.patients(null, 10)).hasSize(2);
      assertThat(physician.records(other.patient())).hasSize(1);
      assertThat(physician.find(new PatientIdentifier("urn:mrn", "2"))).isPresent();
      try (EmergencyAccess emergency = physician.breakGlass(other.patient(), "no pulse")) {
        assertThat(emergency.session().read(other)).isNotNull();
      }
      importAndExport(vault);
      assertThat(vault.administration(Clinic.ADMIN).status().nodes()).hasSize(1);
      audit(vault);
      assertThat(vault.signingTrouble()).isEmpty();
    }
    assertThat(clinic.findings()).isEmpty();
  }

  private void importAndExport(Vault vault) throws IOException {
    Path input = Files.writeString(folder.resolve("in.ndjson"), RESOURCES);
    FhirImport.of(vault.as(Clinic.ADMIN, Purpose.HSYSADMIN)).run(List.of(input), false, now -> {});
    FhirExport.of(Clinic.physician(vault)).run(folder.resolve("out"), now -> {});
    assertThat(folder.resolve("out/Condition.ndjson")).content().contains("influenza");
  }

  private void audit(Vault vault) {
    assertThat(vault.auditTrail(Clinic.AUDITOR).entries(0, 100)).isNotEmpty();
    vault.auditTrail(Clinic.AUDITOR).export(folder.resolve("bundle"));
    byte[] keys = vault.auditTrail(Clinic.AUDITOR).trustPolicy().getBytes(StandardCharsets.UTF_8);
    assertThat(
            BundleVerifier.verify(
                    folder.resolve("bundle"), TrustPolicy.parse(keys), Optional.empty())
                .exitCode())
        .isEqualTo(ExitCode.VERIFIED);
    vault.administration(Clinic.ADMIN).backup(folder.resolve("copy.vault"));
    assertThat(Vault.verifyRecords(folder.resolve("copy.vault").toString(), clinic.unlock))
        .satisfies(report -> assertThat(report.findings()).isEmpty());
  }

  @Test
  void application_refreshesItsRowAmongTheNodes() throws SQLException {
    try (Vault vault = openAs("application")) {
      assertThat(clinic.value(vault)).isEqualTo(Clinic.VALUE);
      try (Connection connection =
          DatabaseUser.as("application", clinic.database).connect(clinic.database)) {
        TestDatabase.execute(connection, "UPDATE node SET generation = generation, seen_ms = 1");
      }
      assertThat(vault.administration(Clinic.ADMIN).status().nodes())
          .allSatisfy(node -> assertThat(node.live()).isFalse());
    }
  }

  @Test
  void application_isRefusedAdministrationAndGoesOn() throws SQLException {
    try (Vault vault = openAs("application")) {
      Administration admin = vault.administration(Clinic.ADMIN);
      assertRefused(() -> admin.installPolicy(admin.policy()));
      assertRefused(() -> admin.installSchema(admin.schema()));
      assertRefused(() -> admin.addSlot(clinic.unlock, other()));
      assertRefused(() -> admin.removeSlot(admin.slots().get(0).id()));
      assertRefused(() -> admin.changePassphrase(clinic.unlock, other()));
      assertThat(admin.slots()).hasSize(1);
      assertThat(admin.status().policyVersion()).isEqualTo(1);
      assertThat(clinic.value(vault)).isEqualTo(Clinic.VALUE);
      assertThat(vault.auditTrail(Clinic.AUDITOR).entries(0, 100))
          .filteredOn(line -> line.entry().event() == EventCode.FAIL)
          .hasSize(5);
    }
    assertThat(clinic.findings()).isEmpty();
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("the database user may not do this");
  }

  private Unlock other() {
    return Unlock.keystore(folder.resolve("b.p12"), "kek", "battery horse correct"::toCharArray);
  }

  @Test
  void administrator_doesAllThatAdministrationDoesAndWhatSessionsDo() throws SQLException {
    try (Vault vault = openAs("administrator")) {
      Administration admin = vault.administration(Clinic.ADMIN);
      assertThat(admin.installPolicy(admin.policy())).isEqualTo(2);
      assertThat(admin.installSchema(admin.schema())).isEqualTo(2);
      String added = admin.addSlot(clinic.unlock, other()).id();
      admin.removeSlot(added);
      assertThat(admin.changePassphrase(clinic.unlock, clinic.unlock)).isNotNull();
      assertThat(admin.slots()).hasSize(1);
      assertThat(clinic.value(vault)).isEqualTo(Clinic.VALUE);
    }
    assertThat(clinic.findings()).isEmpty();
  }

  /** The role alone may erase; an application that tries is refused, and nothing is gone. */
  @Test
  void administrator_erasesPatients_andAnApplicationDoesNot() throws Exception {
    Path register = Files.createDirectory(folder.resolve("register"));
    PatientRef patient = clinic.key.patient();
    try (Vault vault = openToErase("application", register)) {
      Erasures erasures = vault.administration(Clinic.ADMIN).erasures();
      assertThatThrownBy(() -> erasures.hold(patient, "case 12"))
          .isInstanceOf(VaultException.class);
      assertThat(clinic.value(vault)).isEqualTo(Clinic.VALUE);
    }
    try (Vault vault = openToErase("administrator", register)) {
      Erasures erasures = vault.administration(Clinic.ADMIN).erasures();
      erasures.setRule(new ErasureRule(0, 35));
      erasures.hold(patient, "case 12");
      erasures.release(patient, "closed");
      erasures.ask(patient, ErasureGround.REQUEST, "letter");
      erasures.cancel(patient, "a mistake");
      erasures.ask(patient, ErasureGround.REQUEST, "letter");
      assertThat(erasures.erase(patient).patient()).isEqualTo(patient);
      assertThatThrownBy(() -> clinic.value(vault)).isInstanceOf(VaultException.Erased.class);
    }
    assertThat(clinic.findings()).isEmpty();
  }

  private Vault openToErase(String role, Path register) throws SQLException {
    VaultOptions options = DatabaseUser.as(role, clinic.database).options();
    return clinic.open(options.withErasureRegister(register));
  }

  @Test
  void auditor_verifiesAndExportsTheLogAndLooksAtTheSlots() throws SQLException {
    DatabaseUser auditor = DatabaseUser.as("auditor", clinic.database);
    String location = clinic.database.location();
    assertThat(Vault.verifyRecords(location, List.of(clinic.unlock), auditor.options()).findings())
        .isEmpty();
    Vault.exportLog(location, folder.resolve("bundle"), auditor.options());
    assertThat(folder.resolve("bundle/checkpoint")).exists();
    assertThat(Vault.label(location, auditor.options()).slots()).hasSize(1);
  }

  @Test
  void auditor_isToldWhatHeMayNotBeforeAnythingIsWritten() throws SQLException {
    assertThatThrownBy(() -> openAs("auditor"))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("may not DELETE lease, DELETE log_checkpoint, DELETE node")
        .hasMessageContaining("UPDATE log_head")
        .hasMessageContaining("nothing was read or written");
    assertThatThrownBy(
            () ->
                Vault.create(
                    clinic.database.location(),
                    clinic.unlock,
                    DatabaseUser.as("auditor", clinic.database).options()))
        .isInstanceOf(VaultException.Refused.class);
  }

  @Test
  void ownerWithoutCreaterole_canRunTheScriptAgain() {
    String script = DatabaseUser.rolesScript();
    clinic.database.server().psql(clinic.database.name(), script);
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** A damaged row behind a pseudonym stands in the way of whoever it stands for, and of no other. */
@Tag("once")
@OnBothStores
class DamagedSubjectTest {
  @TempDir Path folder;
  private Vault vault;
  private Session physician;
  private RecordKey whole;
  private RecordKey damaged;
  private LockedDatabase rows;

  /** Opened again, the vault remembers the physician, one patient, and nobody else. */
  @BeforeEach
  void vaultWithDamagedSubjects(TestDatabase database) throws Exception {
    Unlock unlock =
        Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    try (Vault first = Vault.create(database.location(), unlock)) {
      whole = record(physician(first, "dr.lea"), "1");
      damaged = record(physician(first, "dr.lea"), "2");
      physician(first, "dr.mal").read(whole);
    }
    vault = Vault.open(database.location(), unlock);
    physician = physician(vault, "dr.lea");
    physician.read(whole);
    rows = new LockedDatabase(database);
    rows.execute("CREATE TABLE saved AS SELECT * FROM log_subject");
    try (AttackedDatabase attacked = new AttackedDatabase(database)) {
      attacked.blank("log_subject", "sealed");
    }
  }

  @AfterEach
  void close() throws Exception {
    rows.close();
    vault.close();
  }

  @Test
  void readOfThePatientConcerned_isTamperedAndItsRefusalIsAnEntryAboutNobody() throws Exception {
    assertThatThrownBy(() -> physician.read(damaged)).isInstanceOf(VaultException.Tampered.class);
    AuditLine refusal = newestEntry();
    assertThat(refusal.entry().event()).isEqualTo(EventCode.DENY);
    assertThat(refusal.entry().actor()).isNotNull();
    assertThat(refusal.entry().subject()).isNull();
    assertThat(refusal.detail().orElseThrow())
        .contains("\"attempted\":\"READ\"")
        .contains("\"patient\":\"" + damaged.patient() + "\"");
  }

  @Test
  void readByTheActorConcerned_isTamperedAndItsRefusalIsAnEntryByNobody() throws Exception {
    Session other = physician(vault, "dr.mal");
    assertThatThrownBy(() -> other.read(whole)).isInstanceOf(VaultException.Tampered.class);
    AuditLine refusal = newestEntry();
    assertThat(refusal.entry().event()).isEqualTo(EventCode.FAIL);
    assertThat(refusal.entry().actor()).isNull();
    assertThat(refusal.entry().subject()).isNotNull();
    assertThat(refusal.detail().orElseThrow()).contains("\"actor\":\"dr.mal\"");
  }

  @Test
  void readOfAnotherPatientInTheSameBatch_isAnswered() throws Exception {
    rows.lock();
    Caller<RecordView> first = Caller.start(() -> physician.read(whole));
    first.awaitCommitting();
    Caller<RecordView> refused = Caller.start(() -> physician.read(damaged));
    refused.awaitWaiting();
    Caller<RecordView> other = Caller.start(() -> physician.read(whole));
    other.awaitWaiting();
    rows.unlock();
    first.result();
    assertThatThrownBy(refused::result)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(VaultException.Tampered.class);
    assertThat(other.result().get("valueString").asText()).isEqualTo("120/80");
  }

  /** Read when the rows are as they were: an auditor's own name must be known too. */
  private AuditLine newestEntry() throws Exception {
    rows.execute(
        "UPDATE log_subject SET sealed ="
            + " (SELECT sealed FROM saved WHERE saved.tag = log_subject.tag)");
    rows.execute("DROP TABLE saved");
    AuditTrail trail = vault.auditTrail(Actor.of("aud", "auditor"));
    long newest = trail.size() - 1;
    List<AuditLine> lines = trail.entries(newest, 1);
    return lines.get(0);
  }

  private static RecordKey record(Session session, String mrn) {
    RecordKey key =
        RecordKey.of(session.admit(new PatientIdentifier("urn:mrn", mrn)), "Observation", "bp");
    session.create(key, Map.of("valueString", FieldValue.text("120/80")));
    return key;
  }

  private static Session physician(Vault vault, String who) {
    return vault.as(Actor.of(who, "physician"), Purpose.TREAT);
  }
}

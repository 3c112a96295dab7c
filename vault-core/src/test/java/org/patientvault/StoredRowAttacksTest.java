package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.Report;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.Databases;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.OncePerStore;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** P3 on real rows, beyond the plain one: columns, log rows, state, and the whole vault. */
@Tag("once")
@OnBothStores
class StoredRowAttacksTest {
  private static final String AN_UPDATED_RECORD =
      " WHERE record = (SELECT record FROM record_revision ORDER BY record LIMIT 1)";
  private static final String LAST_PATIENT =
      "(SELECT patient FROM record_revision ORDER BY patient DESC LIMIT 1)";

  private static StoredLog honest;

  @TempDir Path folder;
  private Databases databases;
  private StoredLog vault;

  @OncePerStore
  static void aVaultWithThreeRevisionsOfTwoRecords(TestDatabase database, @TempDir Path home) {
    honest = StoredLog.make(database, home, 1, 1);
    try (Vault open = Vault.open(honest.location(), StoredLog.PASSPHRASE)) {
      Session session = open.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      for (String mrn : List.of("a", "b")) {
        RecordKey key =
            RecordKey.of(session.admit(new PatientIdentifier("urn:mrn", mrn)), "Observation", "bp");
        session.create(key, Map.of("valueString", FieldValue.text("120/80")));
        session.update(key, 1, Map.of("valueString", FieldValue.text("130/90")));
        session.update(key, 2, Map.of("status", FieldValue.text("final")));
      }
      open.administration(Actor.of("root", "admin"))
          .installPolicy(open.administration(Actor.of("root", "admin")).policy());
    }
  }

  @BeforeEach
  void anAttackersCopy(Databases fresh) {
    databases = fresh;
    vault = honest.copy(databases, folder);
  }

  @Test
  void untouched_hasNoFinding() {
    assertThat(findings()).isEmpty();
  }

  @Test
  void revisionInTheMiddleDeleted_isDeleted() {
    vault.sql("DELETE FROM record_revision" + AN_UPDATED_RECORD + " AND revision = 2");
    assertFinding("DELETED an older revision of record=[0-9a-f]{32} revision=3 entry=[0-9]+");
  }

  @Test
  void newestTwoRevisionsDeleted_isRolledBack() {
    vault.sql("DELETE FROM record_revision" + AN_UPDATED_RECORD + " AND revision > 1");
    assertFinding("ROLLED BACK record=[0-9a-f]{32} revision=1 entry=[0-9]+");
  }

  @Test
  void oldRevisionPutBackAsTheNewest_isChangedAndRolledBack() {
    vault.sql(
        "UPDATE record_revision SET (body, log_idx) = (SELECT body, log_idx FROM record_revision o"
            + " WHERE o.record = record_revision.record AND o.revision = 1)"
            + AN_UPDATED_RECORD
            + " AND revision = 3");
    assertFinding("ROW CHANGED record=[0-9a-f]{32} revision=3 entry=[0-9]+");
    assertFinding("ROLLED BACK record=[0-9a-f]{32} revision=3 entry=[0-9]+");
  }

  @Test
  void rowMovedToAnotherPatient_isChanged() {
    vault.sql(
        "UPDATE record_revision SET patient = "
            + LAST_PATIENT
            + " WHERE patient <> "
            + LAST_PATIENT);
    assertFinding("ROW CHANGED record=[0-9a-f]{32} revision=1 entry=[0-9]+");
  }

  @Test
  void keyVersionColumnEdited_isChanged() {
    vault.sql("UPDATE record_revision SET key_version = 2" + AN_UPDATED_RECORD);
    assertFinding("ROW CHANGED record=[0-9a-f]{32} revision=1 entry=[0-9]+");
  }

  @Test
  void entryNumbersThatNoLogHas_areFindingsAndNoCrash() {
    for (String index : List.of("-5", "2147483648", "4294967299", "9223372036854775807")) {
      StoredLog each = honest.copy(databases, makeFolder(index));
      each.sql(
          "UPDATE record_revision SET log_idx = " + index,
          "UPDATE patient_key SET log_idx = " + index,
          "UPDATE patient_index SET log_idx = " + index,
          "INSERT INTO log_entry SELECT shard, idx + 2147483648, leaf, leaf_hash FROM log_entry"
              + " ORDER BY idx DESC LIMIT 1");
      assertThat(findings(each))
          .anyMatch(line -> line.startsWith("ROW CHANGED record="))
          .anyMatch(line -> line.startsWith("KEY OR INDEX CHANGED entry=" + index))
          .anyMatch(line -> line.startsWith("LOG HEAD CHANGED size="));
    }
  }

  @Test
  void logHeadCutBack_isNamed() {
    vault.sql("UPDATE log_head SET size = size - 1");
    assertFinding("LOG HEAD CHANGED size=[0-9]+ root=[0-9a-f]{64} entries=[0-9]+ root of them=.*");
  }

  @Test
  void lastEntryEdited_beforeItWasEverSigned_isNamed() {
    byte[] leaf = vault.blob("SELECT leaf FROM log_entry ORDER BY idx DESC LIMIT 1");
    leaf[leaf.length - 3] ^= 1;
    vault.sqlWith(
        "UPDATE log_entry SET leaf = ? WHERE idx = (SELECT max(idx) FROM log_entry)", leaf);
    assertFinding("LOG HEAD CHANGED .*");
  }

  @Test
  void detailDeleted_isMissing() {
    vault.sql("DELETE FROM log_detail WHERE idx = 6");
    assertFinding("DETAIL MISSING index=6");
  }

  @Test
  void detailMovedToAnotherEntry_isChanged() {
    vault.sql(
        "UPDATE log_detail SET (salt, sealed) = (SELECT salt, sealed FROM log_detail WHERE idx = 7)"
            + " WHERE idx = 6");
    assertFinding("DETAIL CHANGED index=6");
  }

  @Test
  void detailsSaltEdited_isChanged() {
    byte[] salt = vault.blob("SELECT salt FROM log_detail WHERE idx = 6");
    salt[0] ^= 1;
    vault.sqlWith("UPDATE log_detail SET salt = ? WHERE idx = 6", salt);
    assertFinding("DETAIL CHANGED index=6");
  }

  @Test
  void subjectsOfTheLogSwapped_areNamed() {
    vault.sql(
        "UPDATE log_subject SET sealed ="
            + " (SELECT sealed FROM log_subject ORDER BY sealed DESC LIMIT 1)");
    assertFinding("SUBJECT CHANGED \\(the log subject with tag [0-9a-f]+ of \\S+.*");
  }

  @Test
  void detailOfNoEntry_isNamed() {
    vault.sql("INSERT INTO log_detail SELECT shard, 900, salt, sealed, 1 FROM log_detail LIMIT 1");
    assertFinding("DETAIL ADDED index=900");
  }

  @Test
  void personBehindAPseudonymDeleted_isNamed() {
    for (int i = 0; i < honest.number("SELECT count(*) FROM log_subject"); i++) {
      StoredLog each = honest.copy(databases, makeFolder("subject-" + i));
      each.sql(
          "DELETE FROM log_subject WHERE tag ="
              + " (SELECT tag FROM log_subject ORDER BY tag LIMIT 1 OFFSET "
              + i
              + ")");
      assertThat(findings(each))
          .anyMatch(
              line ->
                  line.matches(
                      "SUBJECT MISSING pseudonym=[0-9a-f]{32} index=[0-9]+"
                          + "|DETAIL CHANGED index=[0-9]+"));
    }
  }

  @Test
  void policyThatIsNoLongerInForceDeletedOrEdited_isNamed() {
    StoredLog edited = honest.copy(databases, makeFolder("edited"));
    edited.sqlWith(
        "UPDATE config SET body = ? WHERE kind = 'policy' AND version = 1", new byte[] {'#'});
    assertThat(findings(edited))
        .anyMatch(
            line ->
                line.matches("POLICY CHANGED expected=[0-9a-f]{64} found=[0-9a-f]{64} entry=1"));
    vault.sql("DELETE FROM config WHERE kind = 'policy' AND version = 1");
    assertFinding("POLICY CHANGED expected=[0-9a-f]{64} found=nothing entry=1");
  }

  @Test
  void policyOfAVersionToCome_isNamed() {
    vault.sql(
        "INSERT INTO config SELECT kind, 3, body, 2026, log_idx FROM config WHERE version = 2");
    assertFinding("POLICY CHANGED expected=nothing found=[0-9a-f]{64} entry=none");
  }

  @Test
  void tombstoneForALivePatient_isNamed() {
    vault.sql(
        "INSERT INTO tombstone SELECT t.*, 1, t.patient, 2026, 5 FROM " + LAST_PATIENT + " t");
    assertFinding(
        "TOMBSTONE ADDED patient=[0-9a-f]{32} entry=5 \\(it tells of no erasure of this"
            + " patient\\)");
  }

  @Test
  void reservedSubjectExchangedForAPatient_isNamed() {
    vault.sql("UPDATE vault_meta SET value = " + LAST_PATIENT + " WHERE name = 'reserved-subject'");
    assertFinding("RESERVED SUBJECT CHANGED patient=[0-9a-f]{32}");
  }

  @Test
  void patientKeyDeleted_isNamed() {
    vault.sql("DELETE FROM patient_key WHERE patient = " + LAST_PATIENT);
    assertFinding("KEY OR INDEX CHANGED entry=[0-9]+ rows=1");
  }

  @Test
  void keyCommitmentEdited_isNamed() {
    vault.sqlWith(
        "UPDATE patient_key SET commitment = ? WHERE patient = " + LAST_PATIENT, new byte[32]);
    assertFinding("KEY CHANGED patient=[0-9a-f]{32} version=1 entry=[0-9]+");
  }

  @Test
  void olderPolicyPutBackIntoForce_isNamed() {
    byte[] inForce = vault.blob("SELECT body FROM config WHERE kind = 'policy' AND version = 2");
    vault.sqlWith(
        "UPDATE config SET body = ? WHERE kind = 'policy' AND version = 2",
        Arrays.copyOf(inForce, inForce.length + 1));
    assertFinding("POLICY CHANGED expected=[0-9a-f]{64} found=[0-9a-f]{64} entry=[0-9]+");
  }

  @Test
  void stateRowPointedAtTheOlderPolicy_isNamed() {
    vault.sql("UPDATE vault_state SET policy_version = 1");
    assertThat(findings()).anyMatch(line -> line.matches("(POLICY|STATE) CHANGED .*"));
  }

  @Test
  void slotDeleted_isNamed() {
    try (Vault open = Vault.open(vault.location(), StoredLog.PASSPHRASE)) {
      open.administration(Actor.of("root", "admin"))
          .addSlot(StoredLog.PASSPHRASE, QuickPassphrase.of("a second secret"::toCharArray));
    }
    assertThat(findings()).isEmpty();
    vault.sql(
        "DELETE FROM slot WHERE slot_id = (SELECT slot_id FROM slot ORDER BY slot_id DESC LIMIT"
            + " 1)");
    assertThat(findings(vault, "a second secret"))
        .anyMatch(
            line -> line.matches("SLOTS CHANGED expected=[0-9a-f]{64} found=[0-9a-f]{64} .*"));
  }

  /** Everything put back, log included: rows and log agree, and only who kept a head can tell. */
  @Test
  void wholeDatabasePutBack_showsAgainstTheAuditorsStateOnly() {
    try (Vault open = Vault.open(vault.location(), StoredLog.PASSPHRASE)) {
      open.as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
          .admit(new PatientIdentifier("urn:mrn", "later"));
    }
    AuditorState state =
        vault.exportAndVerify().state(java.time.Instant.EPOCH, "test").orElseThrow();
    StoredLog putBack = honest.copy(databases, makeFolder("put-back"));

    assertThat(findings(putBack)).isEmpty();
    Path bundle = putBack.export();
    assertThat(putBack.verify(bundle).lines()).anyMatch(line -> line.startsWith("NO OUTSIDE HEAD"));
    Report against = putBack.verify(bundle, state);
    assertThat(against.lines().get(0))
        .matches("TRUNCATED auditor-state size=[0-9]+ bundle size=[0-9]+ missing=[0-9]+");
    assertThat(against.exitCode().code()).isEqualTo(3);
  }

  private Path makeFolder(String name) {
    Path made = folder.resolve(name);
    assertThat(made.toFile().mkdir()).isTrue();
    return made;
  }

  private void assertFinding(String pattern) {
    RecordsReport report = Vault.verifyRecords(vault.location(), StoredLog.PASSPHRASE);
    assertThat(report.findings()).anyMatch(line -> line.matches(pattern));
    assertThat(report.exitCode()).isEqualTo(3);
  }

  private List<String> findings() {
    return findings(vault);
  }

  private static List<String> findings(StoredLog any) {
    return Vault.verifyRecords(any.location(), StoredLog.PASSPHRASE).findings();
  }

  private static List<String> findings(StoredLog any, String passphrase) {
    return Vault.verifyRecords(
            any.location(), StoredLog.PASSPHRASE, QuickPassphrase.of(passphrase::toCharArray))
        .findings();
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.Entry;
import org.patientvault.audit.MerkleRoot;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** The entry of a read says which bytes were read. */
@Tag("once")
@OnBothStores
class ReadReceiptTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);

  private Vault vault;
  private Session session;
  private PatientRef patient;

  @BeforeEach
  void open(TestDatabase database) {
    vault = Vault.create(database.location(), PASSPHRASE);
    session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    patient = session.admit(new PatientIdentifier("urn:hospital:mrn", "4711"));
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private RecordKey create(String type, String id) {
    RecordKey key = RecordKey.of(patient, type, id);
    session.create(key, Map.of("status", FieldValue.text("final")));
    return key;
  }

  private Entry entry(long index) {
    return vault.auditTrail(Actor.of("auditor", "auditor")).entries(index, 1).get(0).entry();
  }

  private Bytes committed(RecordKey key, int revision) {
    return entry(session.history(key).get(revision - 1).logIndex()).digest();
  }

  @Test
  void readOfOneRecord_commitsToTheRevisionRead() {
    RecordKey key = create("Observation", "bp-1");
    session.update(key, 1, Map.of("status", FieldValue.text("amended")));
    assertThat(entry(session.read(key).logIndex()).digest()).isEqualTo(committed(key, 2));
    assertThat(entry(session.readRevision(key, 1).logIndex()).digest())
        .isEqualTo(committed(key, 1));
  }

  @Test
  void writeEntry_doesNotTellThatARecordHasSensitiveFields() {
    RecordKey key = RecordKey.of(patient, "Observation", "bp-1");
    session.create(key, Map.of("extension", FieldValue.text("sensitive")));
    AuditLine written =
        vault
            .auditTrail(Actor.of("auditor", "auditor"))
            .entries(session.history(key).get(0).logIndex(), 1)
            .get(0);
    assertThat(written.entry().confidentiality()).isNull();
    assertThat(written.detail())
        .hasValueSatisfying(detail -> assertThat(detail).contains("\"confidentiality\":\"V\""));
  }

  @Test
  void batchRead_commitsToItsRecordsInTheOrderItListsThem() {
    RecordKey first = create("Observation", "bp-1");
    RecordKey between = create("Condition", "flu");
    RecordKey second = create("Observation", "bp-2");
    List<RecordView> views = session.readAll(List.of(first, between, second));
    assertThat(views).extracting(RecordView::key).containsExactly(first, between, second);
    assertThat(entry(views.get(0).logIndex()).digest())
        .isEqualTo(
            MerkleRoot.of(
                List.of(committed(first, 1), committed(second, 1), committed(between, 1))));
  }
}

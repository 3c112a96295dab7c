package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordRef;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P3: a row was cut, read, and put back: the entry of the reading is what is left to tell. */
@OnBothStores
@Tag("once")
class ReadOfChangedRowTest {
  private static final Actor PHYSICIAN = Actor.of("dr.lea", "physician");

  @TempDir Path folder;
  private TestDatabase database;
  private Unlock unlock;

  @BeforeEach
  void places(TestDatabase fresh) {
    database = fresh;
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
  }

  @Test
  void readingsOfWhatWasWritten_areNoFinding() {
    try (Vault vault = Vault.create(database.location(), unlock)) {
      Session session = vault.as(PHYSICIAN, Purpose.TREAT);
      RecordKey key = recordWithTwoRevisions(session, "1");
      session.read(key);
      session.readRevision(key, 1);
      session.readAll(List.of(key, recordWithTwoRevisions(session, "2")));
    }
    assertThat(findings()).isEmpty();
  }

  @Test
  void readingOfBytesThatNoEntryCommitted_isNamed() {
    long read;
    try (Vault vault = Vault.create(database.location(), unlock)) {
      RecordKey key = recordWithTwoRevisions(vault.as(PHYSICIAN, Purpose.TREAT), "1");
      read = logReading(vault, key, Sha256.of(new byte[] {1}));
    }
    assertThat(findings()).singleElement().asString().matches(finding(read));
  }

  @Test
  void readingOfAnotherRecordsBytes_isNamed() {
    long read;
    try (Vault vault = Vault.create(database.location(), unlock)) {
      Session session = vault.as(PHYSICIAN, Purpose.TREAT);
      RecordKey key = recordWithTwoRevisions(session, "1");
      long other = session.read(recordWithTwoRevisions(session, "2")).logIndex();
      Bytes digest =
          vault.auditTrail(Actor.of("a", "auditor")).entries(other, 1).get(0).entry().digest();
      read = logReading(vault, key, java.util.Objects.requireNonNull(digest));
    }
    assertThat(findings()).singleElement().asString().matches(finding(read));
  }

  private static String finding(long entry) {
    return "READ OF CHANGED ROW record=[0-9a-f]{32} \\(pseudonym\\) entry=" + entry;
  }

  /** What a read appends while the row, and the entry that committed it, are not as written. */
  private static long logReading(Vault vault, RecordKey key, Bytes rowDigest) {
    Engine engine = vault.engine();
    RecordRef record = engine.store.read(rows -> engine.fetcher.find(rows, key)).orElseThrow();
    return engine.ledger.append(
        List.of(
            EntryDraft.of(EventCode.READ)
                .by(PHYSICIAN, Purpose.TREAT)
                .request("req-1", 1)
                .about(key.patient(), record)
                .committing(rowDigest)));
  }

  private static RecordKey recordWithTwoRevisions(Session session, String mrn) {
    RecordKey key =
        RecordKey.of(session.admit(new PatientIdentifier("urn:mrn", mrn)), "Observation", "bp");
    session.create(key, Map.of("valueString", FieldValue.text("120/80")));
    session.update(key, 1, Map.of("valueString", FieldValue.text("130/90")));
    return key;
  }

  private List<String> findings() {
    return Vault.verifyRecords(database.location(), unlock).findings();
  }
}

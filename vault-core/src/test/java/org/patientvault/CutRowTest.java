package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.AttackedDatabase.Cell;
import org.patientvault.audit.Entry;
import org.patientvault.internal.ledger.Manifest;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/**
 * P3: a row from which groups were cut, together with a log entry forged to fit it, is not
 * believed. Every digest fits; only the patient's key is missing.
 */
@Tag("once")
@OnBothStores
class CutRowTest {
  @TempDir Path folder;
  private TestDatabase database;
  private Unlock unlock;
  private Vault vault;
  private Session physician;
  private RecordKey key;

  @BeforeEach
  void recordOfThreeGroups(TestDatabase fresh) {
    database = fresh;
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    vault = Vault.create(database.location(), unlock);
    physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    key =
        RecordKey.of(
            physician.admit(new PatientIdentifier("urn:mrn", "1")), "AllergyIntolerance", "a");
    physician.create(
        key,
        Map.of(
            "code", FieldValue.text("penicillin"),
            "recordedDate", FieldValue.text("2020"),
            "note", FieldValue.text("anaphylaxis")));
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void groupsCutWithTheirEntry_areNotReadAsAbsent() throws Exception {
    try (AttackedDatabase attacked = new AttackedDatabase(database)) {
      Cell row = attacked.cells("record_revision", "body").get(0);
      byte[] cut = withoutLastSlot(row.value());
      attacked.put(row, cut);
      Cell leaf = attacked.cells("log_entry", "leaf").get(entryOfTheRecord());
      attacked.put(leaf, forged(leaf.value(), digest(row, cut)));

      assertThatThrownBy(() -> physician.read(key)).isInstanceOf(VaultException.Tampered.class);
      assertThatThrownBy(
              () -> physician.update(key, 1, Map.of("note", FieldValue.text("harmless"))))
          .isInstanceOf(VaultException.Tampered.class);
      attacked.put(row, row.value());
      attacked.put(leaf, leaf.value());
    }
    vault.close();
    vault = Vault.open(database.location(), unlock);
    physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    assertThat(physician.read(key).get("code").asText()).isEqualTo("penicillin");
  }

  private int entryOfTheRecord() throws SQLException {
    try (LockedDatabase looking = new LockedDatabase(database)) {
      return (int) looking.number("SELECT log_idx FROM record_revision");
    }
  }

  private static byte[] withoutLastSlot(byte[] body) {
    RecordBody honest = RecordBody.read(Bytes.wrap(body));
    int left = honest.slots().size() - 1;
    RecordBody.Slot last = honest.slots().get(left);
    int head = 20;
    int slot = 17;
    byte[] values = Arrays.copyOfRange(body, head + slot * (left + 1), last.offset());
    return ByteBuffer.allocate(head + slot * left + values.length + 16)
        .put(body, 0, head + slot * left)
        .put(values)
        .put(body, body.length - 16, 16)
        .putShort(18, (short) left)
        .array();
  }

  private Bytes digest(Cell row, byte[] cut) throws Exception {
    RecordBody body = RecordBody.read(Bytes.wrap(cut));
    RecordRef record = new RecordRef(Bytes.wrap((byte[]) row.row().get(1)));
    Bytes content = Manifest.content(vault.id(), key.patient(), record, 1, body);
    return Manifest.row(content, body);
  }

  private static byte[] forged(byte[] leaf, Bytes digest) {
    Entry old = Entry.parse(leaf);
    return new Entry(
            old.stamp(),
            old.event(),
            old.outcome(),
            old.actor(),
            old.role(),
            old.subject(),
            old.record(),
            old.confidentiality(),
            old.purpose(),
            old.requestId(),
            old.policyVersion(),
            old.detail(),
            digest,
            old.approvers(),
            old.payload(),
            old.late(),
            old.ranges(),
            old.seal())
        .encode();
  }
}

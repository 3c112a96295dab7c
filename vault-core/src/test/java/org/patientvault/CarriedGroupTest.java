package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.AttackedDatabase.Cell;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/**
 * P3 for a group that an update leaves as it is: its value stays in an older row, and the newest
 * revision's manifest binds it there.
 */
@Tag("once")
@OnBothStores
class CarriedGroupTest {
  private static final String VALUE = "valueString";
  private static final int TAG_BYTES = 8;

  @TempDir Path folder;
  private Unlock unlock;
  private Vault vault;
  private Session session;
  private RecordKey key;
  private AttackedDatabase attacked;

  /** Revision 1 and 2 seal a value each; revision 3 changes another group. */
  @BeforeEach
  void aRecordWhoseNewestRevisionCarriesTheValueOfTheSecond(TestDatabase database)
      throws Exception {
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    vault = Vault.create(database.location(), unlock);
    session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    key = RecordKey.of(session.admit(new PatientIdentifier("urn:mrn", "1")), "Observation", "bp");
    session.create(
        key, Map.of(VALUE, FieldValue.text("120/80"), "status", FieldValue.text("final")));
    session.update(key, 1, Map.of(VALUE, FieldValue.text("130/90")));
    session.update(key, 2, Map.of("status", FieldValue.text("amended")));
    attacked = new AttackedDatabase(database);
    assertThat(carried().groupRevision()).isEqualTo(2);
    assertIntact();
  }

  @AfterEach
  void putBack() throws SQLException {
    assertIntact();
    attacked.close();
    vault.close();
  }

  private void assertIntact() {
    assertThat(session.read(key, List.of(VALUE)).get(VALUE).asText()).isEqualTo("130/90");
    assertThat(findings()).isEmpty();
  }

  @Test
  void anyByteOfTheCarriedValueEdited_isTamperedAndFound() throws SQLException {
    Cell older = body(2);
    RecordBody.Slot slot = writtenAs(carried().digest(), older);
    for (int at = slot.offset(); at < slot.offset() + slot.length(); at += 3) {
      attacked.put(older, flipped(older.value(), at));
      assertTampered();
      assertThat(findings()).anyMatch(line -> line.matches("ROW CHANGED .* revision=2 .*"));
    }
    attacked.put(older, older.value());
  }

  @Test
  void anyByteOfTheSlotsDigestEdited_isTamperedAndFound() throws SQLException {
    Cell newest = body(3);
    int digest = headOf(carried(), newest.value()) + TAG_BYTES + 4 + 1;
    for (int at = digest; at < digest + 32; at++) {
      attacked.put(newest, flipped(newest.value(), at));
      assertTampered();
      assertThat(findings()).anyMatch(line -> line.matches("ROW CHANGED .* revision=3 .*"));
    }
    attacked.put(newest, newest.value());
  }

  /** Everything fits together again, but for the manifest that the log knows. */
  @Test
  void slotPointedAtTheFirstValue_isTamperedAndFound() throws SQLException {
    Cell newest = body(3);
    Bytes tag = carried().tag();
    RecordBody.Slot first =
        slots(body(1)).stream().filter(slot -> slot.tag().equals(tag)).findFirst().orElseThrow();
    byte[] changed = newest.value().clone();
    ByteBuffer.wrap(changed)
        .position(headOf(carried(), changed) + TAG_BYTES)
        .putInt(1)
        .put((byte) 0)
        .put(first.digest().toArray());
    attacked.put(newest, changed);
    assertThat(RecordBody.read(Bytes.of(changed)).slots())
        .anyMatch(slot -> !slot.inline() && slot.digest().equals(first.digest()));
    assertTampered();
    assertThat(findings()).anyMatch(line -> line.matches("ROW CHANGED .* revision=3 .*"));
    attacked.put(newest, newest.value());
  }

  @Test
  void rowOfTheCarriedValueReplacedByTheFirst_isTamperedAndFound() throws SQLException {
    Cell older = body(2);
    attacked.put(older, body(1).value());
    assertTampered();
    assertThat(findings()).anyMatch(line -> line.matches("ROW CHANGED .* revision=2 .*"));
    attacked.put(older, older.value());
  }

  @Test
  void carriedValueEdited_mayNotBeAmendedEither() throws SQLException {
    Cell older = body(2);
    RecordBody.Slot slot = writtenAs(carried().digest(), older);
    attacked.put(older, flipped(older.value(), slot.offset() + slot.length() - 1));
    assertThatThrownBy(() -> session.update(key, 3, Map.of(VALUE, FieldValue.text("140/95"))))
        .isInstanceOf(VaultException.Tampered.class);
    attacked.put(older, older.value());
    assertThat(session.history(key)).hasSize(3);
  }

  private void assertTampered() {
    assertThatThrownBy(() -> session.read(key, List.of(VALUE)))
        .isInstanceOf(VaultException.Tampered.class);
  }

  private List<String> findings() {
    return Vault.verifyRecords(attacked.location(), unlock).findings();
  }

  private Cell body(int revision) throws SQLException {
    return attacked.cells("record_revision", "body").get(revision - 1);
  }

  private static List<RecordBody.Slot> slots(Cell body) {
    return RecordBody.read(Bytes.of(body.value())).slots();
  }

  /** The slot of the newest revision whose value the second wrote. */
  private RecordBody.Slot carried() throws SQLException {
    List<Bytes> first = slots(body(1)).stream().map(RecordBody.Slot::tag).toList();
    List<Bytes> second =
        slots(body(2)).stream()
            .filter(RecordBody.Slot::inline)
            .map(RecordBody.Slot::digest)
            .toList();
    return slots(body(3)).stream()
        .filter(slot -> !slot.inline())
        .filter(slot -> first.contains(slot.tag()) && second.contains(slot.digest()))
        .findFirst()
        .orElseThrow();
  }

  private static RecordBody.Slot writtenAs(Bytes digest, Cell body) {
    return slots(body).stream()
        .filter(slot -> slot.inline() && slot.digest().equals(digest))
        .findFirst()
        .orElseThrow();
  }

  /** Where the head of a slot begins: its tag stands there. */
  private static int headOf(RecordBody.Slot slot, byte[] body) {
    byte[] tag = slot.tag().toArray();
    int at = 2 + RecordBody.FINGERPRINT_BYTES + 2;
    while (!ByteBuffer.wrap(body, at, TAG_BYTES).equals(ByteBuffer.wrap(tag))) {
      boolean inline = body[at + TAG_BYTES + 4] == 1;
      at += TAG_BYTES + 4 + 1 + (inline ? 4 : 32);
    }
    return at;
  }

  private static byte[] flipped(byte[] body, int at) {
    byte[] changed = body.clone();
    changed[at] ^= 1;
    return changed;
  }
}

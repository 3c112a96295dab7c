package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;

/** The checks after a kill are no use if they would not find what they look for. */
class ChecksFindTest {
  @TempDir Path folder;
  private Vault vault;
  private Session session;
  private RecordKey key;

  @BeforeEach
  void aVaultWithOneRecord() {
    vault = Place.main(folder).create();
    session = vault.as(Place.PHYSICIAN, Purpose.TREAT);
    key = RecordKey.of(session.admit(Place.patient(0)), Ack.TYPE, "one");
    session.create(key, Content.values(Map.of("status", 7L, "note", 8L)));
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void acknowledgedRevisionThatIsNotThere_isFound() {
    WrittenRecords written = new WrittenRecords();
    written.add(new Ack.Written(key, 2, Map.of("status", 7L, "note", 8L)));
    assertThatThrownBy(() -> written.checkNew(session))
        .hasCauseInstanceOf(VaultException.NotFound.class);
    assertThatThrownBy(() -> written.checkNewest(session, List.of(key.patient())))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void otherContentThanAcknowledged_isFound() {
    WrittenRecords written = new WrittenRecords();
    written.add(new Ack.Written(key, 1, Map.of("status", 7L, "note", 9L)));
    assertThatThrownBy(() -> written.checkNew(session)).hasCauseInstanceOf(AssertionError.class);
  }

  @Test
  void releasedFieldThatItsEntryDoesNotName_isFound() {
    assertIsFound(new Ack.Released(key, read(), true, Set.of("status", "note")));
  }

  @Test
  void releasedRecordThatItsEntryDoesNotName_isFound() {
    RecordKey other = RecordKey.of(key.patient(), Ack.TYPE, "two");
    assertIsFound(new Ack.Released(other, read(), true, Set.of("status")));
  }

  @Test
  void releaseWithoutAnEntry_isFound() {
    assertIsFound(new Ack.Released(key, read() + 100, true, Set.of("status")));
  }

  private long read() {
    return session.read(key, List.of("status")).logIndex();
  }

  private void assertIsFound(Ack.Released wrong) {
    ReleasedValues released = new ReleasedValues();
    released.add(wrong);
    assertThatThrownBy(() -> released.checkNew(vault.auditTrail(Place.AUDITOR)))
        .isInstanceOf(AssertionError.class);
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.patientvault.AttackedDatabase.Cell;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P2 and P10 under an open vault: a changed value gives the right answer or none at all. */
@Tag("once")
@OnBothStores
class SealedColumnsAtUseTest {
  private static final long SEED = 20_261_125;
  private static final int BITS = 150;
  private static final PatientIdentifier MRN = new PatientIdentifier("urn:mrn", "1");

  @TempDir Path folder;
  private Vault vault;
  private Session session;
  private RecordKey key;
  private RecordKey other;
  private AttackedDatabase attacked;

  @BeforeEach
  void anOpenVaultThatKeepsNoKey(TestDatabase database) throws Exception {
    Unlock unlock =
        Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    vault =
        Vault.create(
            database.location(),
            unlock,
            VaultOptions.defaults().withKeyCache(Duration.ofMinutes(5), 1, 1));
    session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    key = record(MRN, "120/80");
    other = record(new PatientIdentifier("urn:mrn", "2"), "180/90");
    attacked = new AttackedDatabase(database);
  }

  private RecordKey record(PatientIdentifier mrn, String value) {
    RecordKey made = RecordKey.of(session.admit(mrn), "Observation", "bp");
    session.create(made, Map.of("valueString", FieldValue.text(value)));
    return made;
  }

  @AfterEach
  void close() throws SQLException {
    attacked.close();
    vault.close();
  }

  @ParameterizedTest
  @CsvSource({"record_revision, body", "patient_key, wrapped", "record_index, sealed"})
  void bitChangedUnderAnOpenVault_givesTheRightValueOrTampered(
      String table, String column, TestReporter reporter) throws SQLException {
    int refused = 0;
    Cell cell = cellOf(table, column, key);
    for (int bit : bits(cell)) {
      attacked.put(cell, flipped(cell, bit));
      refused += refuses(key, "120/80") ? 1 : 0;
    }
    attacked.put(cell, cell.value());
    assertThat(session.read(key).get("valueString").asText()).isEqualTo("120/80");
    assertThat(refused).isGreaterThan(BITS / 2);
    reporter.publishEntry(table + "." + column, refused + " of " + BITS + " bits refused");
  }

  private Cell cellOf(String table, String column, RecordKey owner) throws SQLException {
    byte[] patient = owner.patient().value().toArray();
    return attacked.cells(table, column).stream()
        .filter(cell -> Arrays.equals((byte[]) cell.row().get(0), patient))
        .findFirst()
        .orElseThrow();
  }

  private static int[] bits(Cell cell) {
    return new Random(SEED).ints(0, cell.value().length * 8).distinct().limit(BITS).toArray();
  }

  private static byte[] flipped(Cell cell, int bit) {
    byte[] changed = cell.value().clone();
    changed[bit / 8] ^= (byte) (1 << (bit % 8));
    return changed;
  }

  private boolean refuses(RecordKey record, String right) {
    try {
      assertThat(session.read(record).get("valueString").asText()).isEqualTo(right);
      return false;
    } catch (VaultException.Tampered e) {
      return true;
    }
  }

  @ParameterizedTest
  @CsvSource({"record_revision, body", "patient_key, wrapped", "record_index, sealed"})
  void valuesOfTwoPatientsSwapped_neitherIsReadAsTheOther(String table, String column)
      throws SQLException {
    Cell one = cellOf(table, column, key);
    Cell two = cellOf(table, column, other);
    attacked.put(one, two.value());
    attacked.put(two, one.value());
    assertThat(List.of(refuses(key, "120/80"), refuses(other, "180/90"))).containsOnly(true);
  }

  @Test
  void groupsTagChanged_isTamperedAndNotAnAbsentField() throws SQLException {
    Cell cell = cellOf("record_revision", "body", key);
    for (int slot = 0; slot < 3; slot++) {
      int lastByteOfTheTag = 2 + 16 + 2 + slot * 17 + 7;
      attacked.put(cell, flipped(cell, lastByteOfTheTag * 8));
      assertThat(refuses(key, "120/80")).as("tag of slot %d", slot).isTrue();
    }
  }

  @Test
  void anotherRecordsBodyInItsPlace_mayNotBeAmended() throws SQLException {
    Cell one = cellOf("record_revision", "body", key);
    attacked.put(one, cellOf("record_revision", "body", other).value());
    assertThatThrownBy(
            () -> session.update(key, 1, Map.of("valueString", FieldValue.text("130/80"))))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("nothing was released");
    attacked.put(one, one.value());
    assertThat(session.history(key)).hasSize(1);
  }

  @Test
  void bitOfAnIdentifierChanged_isNeverAnotherPatient(TestReporter reporter) throws SQLException {
    int refused = 0;
    for (Cell cell : attacked.cells("patient_index", "sealed")) {
      for (int bit : bits(cell)) {
        attacked.put(cell, flipped(cell, bit));
        refused += findsNobody() ? 1 : 0;
        attacked.put(cell, cell.value());
      }
    }
    assertThat(refused).isEqualTo(BITS);
    reporter.publishEntry("patient_index.sealed", refused + " of " + BITS + " bits refused");
  }

  /** One row is the sought one, the other is not looked at. */
  private boolean findsNobody() {
    try {
      assertThat(session.find(MRN)).contains(key.patient());
      return false;
    } catch (VaultException.Tampered e) {
      return true;
    }
  }
}

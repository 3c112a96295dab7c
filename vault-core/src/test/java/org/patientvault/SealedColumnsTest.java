package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.patientvault.AttackedDatabase.Cell;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.Databases;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.OncePerStore;
import org.patientvault.stores.TestDatabase;

/** P2 and P3 on real rows: whatever sealed value is changed or swapped, the check tells. */
@OnBothStores
@Tag("once")
class SealedColumnsTest {
  private static final long SEED = 20_261_125;
  private static final int SAMPLED_BITS = 8;
  private static final int MOST_BITS = 320;

  private static TestDatabase honest;
  private static Unlock unlock;

  private AttackedDatabase attacked;

  @OncePerStore
  static void aVaultWithTwoPatients(TestDatabase database, @TempDir Path home) {
    honest = database;
    unlock = Unlock.keystore(home.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    try (Vault vault = Vault.create(honest.location(), unlock)) {
      Session session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      for (String mrn : List.of("1", "2")) {
        RecordKey key =
            RecordKey.of(session.admit(new PatientIdentifier("urn:mrn", mrn)), "Observation", "bp");
        session.create(key, Map.of("valueString", FieldValue.text("120/80")));
        session.update(key, 1, Map.of("status", FieldValue.text("final")));
      }
    }
  }

  @BeforeEach
  void anAttackersCopy(Databases databases) throws Exception {
    attacked = new AttackedDatabase(databases.copyOf(honest));
  }

  @AfterEach
  void close() throws SQLException {
    attacked.close();
  }

  @Test
  void copyWithoutAnAttack_hasNoFinding() {
    assertThat(isFoundOut()).isFalse();
  }

  static Stream<Arguments> columns() {
    return Stream.of(
            "patient_key.wrapped",
            "patient_key.commitment",
            "record_revision.body",
            "patient_index.sealed",
            "record_index.sealed",
            "keyset.wrapped",
            "slot.wrapped_root",
            "slot.wrapped_log",
            "slot.parameters",
            "log_detail.sealed",
            "log_subject.sealed",
            "log_entry.leaf",
            "log_head.root",
            "vault_state.mac")
        .map(name -> name.split("\\."))
        .map(name -> Arguments.of(name[0], name[1]));
  }

  @ParameterizedTest
  @MethodSource("columns")
  void oneBitChanged_isFoundOut(String table, String column, TestReporter reporter)
      throws SQLException {
    change(table, column, SAMPLED_BITS, reporter);
  }

  @ParameterizedTest
  @MethodSource("columns")
  @Tag("soak")
  void oneBitChanged_ofEveryShortValue_isFoundOut(
      String table, String column, TestReporter reporter) throws SQLException {
    change(table, column, MOST_BITS, reporter);
  }

  private void change(String table, String column, int most, TestReporter reporter)
      throws SQLException {
    Cell cell = attacked.cells(table, column).get(0);
    int[] bits = bitsOf(cell.value(), most);
    for (int bit : bits) {
      byte[] changed = cell.value().clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      attacked.put(cell, changed);
      assertThat(isFoundOut()).as("bit %d of %s.%s", bit, table, column).isTrue();
    }
    attacked.put(cell, cell.value());
    assertThat(isFoundOut()).isFalse();
    reporter.publishEntry(
        table + "." + column, bits.length + " of " + cell.value().length * 8 + " bits");
  }

  /** All bits, or a seeded sample of so many. */
  private static int[] bitsOf(byte[] value, int most) {
    int bits = value.length * 8;
    return bits <= most
        ? IntStream.range(0, bits).toArray()
        : new Random(SEED).ints(0, bits).distinct().limit(most).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "patient_key, wrapped",
    "record_revision, body",
    "patient_index, sealed",
    "record_index, sealed",
    "keyset, wrapped",
    "log_detail, sealed",
    "log_subject, sealed"
  })
  void twoValuesSwapped_areFoundOut(String table, String column, TestReporter reporter)
      throws SQLException {
    List<Cell> cells = attacked.cells(table, column);
    int pairs = 0;
    for (Cell one : cells) {
      for (Cell other : cells.subList(cells.indexOf(one) + 1, cells.size())) {
        assertThat(Arrays.equals(one.value(), other.value())).isFalse();
        swap(one, other);
        assertThat(isFoundOut()).as("%s of %s and %s", column, one.row(), other.row()).isTrue();
        attacked.put(one, one.value());
        attacked.put(other, other.value());
        pairs++;
      }
    }
    assertThat(pairs).isPositive();
    reporter.publishEntry(table + "." + column, pairs + " pairs swapped");
  }

  private void swap(Cell one, Cell other) throws SQLException {
    attacked.put(one, other.value());
    attacked.put(other, one.value());
  }

  /** A finding, or an error of a kind that says the file is not as it was. */
  private boolean isFoundOut() {
    try {
      return !Vault.verifyRecords(attacked.location(), unlock).findings().isEmpty();
    } catch (VaultException.Tampered
        | VaultException.KeyUnavailable
        | VaultException.UnsupportedFormat e) {
      return true;
    }
  }
}

package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.Databases;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.OncePerStore;
import org.patientvault.stores.TestDatabase;

/** P3: the columns that stand in clear, and that no sealed value holds in place. */
@Tag("once")
@OnBothStores
class ClearColumnsTest {
  private static StoredLog honest;

  private StoredLog vault;

  @OncePerStore
  static void aVaultWithOneRecord(TestDatabase database, @TempDir Path home) {
    honest = StoredLog.make(database, home, 1, 1);
    try (Vault open = Vault.open(honest.location(), StoredLog.PASSPHRASE)) {
      Session session = open.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      RecordKey key =
          RecordKey.of(session.admit(new PatientIdentifier("urn:mrn", "a")), "Observation", "bp");
      session.create(key, Map.of("valueString", FieldValue.text("120/80")));
    }
  }

  @BeforeEach
  void aCopy(Databases databases, @TempDir Path folder) {
    vault = honest.copy(databases, folder);
  }

  @ParameterizedTest
  @CsvSource({
    "record_revision, log_shard, 1999, ROW CHANGED record=[0-9a-f]{32} revision=1 entry=[0-9]+",
    "record_revision, key_version, 3, ROW CHANGED record=[0-9a-f]{32} revision=1 entry=[0-9]+.*",
    "patient_key, log_shard, 1999, KEY CHANGED patient=[0-9a-f]{32} version=1 entry=[0-9]+",
    "patient_key, state, 5, KEY CHANGED patient=[0-9a-f]{32} version=1 entry=[0-9]+",
    "patient_index, log_shard, 1999, INDEX CHANGED table=patient_index tag=[0-9a-f]+ entry=[0-9]+",
    "patient_index, prf, 7, INDEX CHANGED table=patient_index tag=[0-9a-f]{32} entry=[0-9]+",
    "record_index, prf, 7, INDEX CHANGED table=record_index patient=[0-9a-f]{32} tag=[0-9a-f]{32}",
    "log_detail, retention, 9, DETAIL CHANGED index=[0-9]+",
    "config, log_shard, 1999, (POLICY|SCHEMA) CHANGED expected=.*",
  })
  void clearColumnEdited_isNamed(String table, String column, int value, String finding) {
    vault.sql("UPDATE " + table + " SET " + column + " = " + value);
    assertThat(findings(vault))
        .isNotEmpty()
        .allMatch(line -> line.matches(finding + "( \\(" + column + "=" + value + "\\))?"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        "log_entry: idx, leaf, leaf_hash",
        "log_detail: idx, salt, sealed, retention",
        "log_subject: tag, sealed",
        "log_checkpoint: size, published_ms, note, frontier",
        "log_head: origin, size, root, frontier, epoch, mac",
      })
  void rowsOfAnotherShard_areNamed(String table, String columns) {
    vault.sql(
        "INSERT INTO %s (shard, %s) SELECT 1999, %s FROM %s LIMIT 1"
            .formatted(table, columns, columns, table));
    assertThat(findings(vault)).containsExactly("SHARD ADDED table=" + table + " shard=1999");
  }

  @Test
  void lineOfAWitnessInAnotherShard_isNamed() {
    vault.sql("INSERT INTO log_cosignature SELECT 1999, size, 0, 'w', note FROM log_checkpoint");
    assertThat(findings(vault)).containsExactly("SHARD ADDED table=log_cosignature shard=1999");
  }

  @Test
  void untouched_hasNoFinding() {
    assertThat(findings(honest)).isEmpty();
  }

  private static List<String> findings(StoredLog vault) {
    return Vault.verifyRecords(vault.location(), StoredLog.PASSPHRASE).findings();
  }
}

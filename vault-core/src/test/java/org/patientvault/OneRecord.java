package org.patientvault;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.TestDatabase;

/** An open vault with one patient, who has one record; and the physician who wrote it. */
final class OneRecord implements AutoCloseable {
  static final String FIELD = "valueString";
  static final String VALUE = "120/80";

  final TestDatabase database;
  final Unlock unlock;
  final Vault vault;
  final Session physician;
  final PatientRef patient;
  final RecordKey key;

  private OneRecord(TestDatabase database, Path folder, VaultOptions options) {
    this.database = database;
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    vault = Vault.create(database.location(), unlock, options);
    physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    patient = physician.admit(new PatientIdentifier("urn:mrn", "1"));
    key = RecordKey.of(patient, "Observation", "bp");
    physician.create(key, fields(VALUE));
  }

  /** {@code folder} holds the key store that opens the vault. */
  static OneRecord in(TestDatabase database, Path folder) {
    return new OneRecord(database, folder, VaultOptions.defaults());
  }

  static OneRecord in(TestDatabase database, Path folder, VaultOptions options) {
    return new OneRecord(database, folder, options);
  }

  static Map<String, FieldValue> fields(String value) {
    return Map.of(FIELD, FieldValue.text(value));
  }

  /** The record's value, as the physician reads it. */
  String value() {
    return physician.read(key).get(FIELD).asText();
  }

  /** What checking every row against the log finds. */
  List<String> findings() {
    return Vault.verifyRecords(database.location(), unlock).findings();
  }

  @Override
  public void close() {
    vault.close();
  }
}

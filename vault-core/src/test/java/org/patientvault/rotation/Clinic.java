package org.patientvault.rotation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.patientvault.KeyAdministration;
import org.patientvault.RecordView;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.TestDatabase;

/** A vault with some patients, each with some records of several revisions, and its node. */
final class Clinic implements AutoCloseable {
  static final String FIELD = "valueString";
  static final String KEY_STORE = "a.p12";
  static final String ALIAS = "kek";
  static final String PASSWORD = "correct horse battery";
  private static final int RECORDS = 3;

  final TestDatabase database;
  final Unlock unlock;
  final Vault vault;
  final List<PatientRef> patients = new ArrayList<>();

  private Clinic(TestDatabase database, Unlock unlock, Vault vault) {
    this.database = database;
    this.unlock = unlock;
    this.vault = vault;
  }

  static Clinic with(int patients, TestDatabase database, Path folder) {
    Unlock unlock = Unlock.keystore(folder.resolve(KEY_STORE), ALIAS, PASSWORD::toCharArray);
    VaultOptions options = VaultOptions.defaults().withNode("one");
    Clinic clinic =
        new Clinic(database, unlock, Vault.create(database.location(), unlock, options));
    for (int i = 0; i < patients; i++) {
      clinic.admit(i);
    }
    return clinic;
  }

  private void admit(int number) {
    Session physician = physician(vault);
    PatientRef patient = physician.admit(new PatientIdentifier("urn:mrn", "m" + number));
    patients.add(patient);
    for (int i = 0; i < RECORDS; i++) {
      RecordKey key = key(patient, i);
      physician.create(key, Map.of(FIELD, FieldValue.text("v" + i)));
      physician.update(key, 1, Map.of("status", FieldValue.text("final")));
    }
  }

  static RecordKey key(PatientRef patient, int number) {
    return RecordKey.of(patient, "Observation", "o" + number);
  }

  static Session physician(Vault vault) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }

  static KeyAdministration keys(Vault vault) {
    return vault.administration(Actor.of("kim", "admin")).keys();
  }

  KeyAdministration keys() {
    return keys(vault);
  }

  /** Another process with the vault open. */
  Vault node(String name) {
    return Vault.open(database.location(), List.of(unlock), VaultOptions.defaults().withNode(name));
  }

  /** Every value of every record, as {@code vault} reads them. */
  List<String> values(Vault vault) {
    List<String> values = new ArrayList<>();
    for (PatientRef patient : patients) {
      for (int i = 0; i < RECORDS; i++) {
        RecordView read = physician(vault).read(key(patient, i));
        values.add(read.get(FIELD).asText() + " " + read.get("status").asText());
      }
    }
    return values;
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

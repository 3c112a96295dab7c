package org.patientvault.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;

/** A vault that the owner of a database made, with one record in it, closed again. */
final class Clinic {
  static final String VALUE = "120/80";
  static final Actor ADMIN = Actor.of("ada", "admin");
  static final Actor AUDITOR = Actor.of("otto", "auditor");

  final PostgresDatabase database;
  final Unlock unlock;
  final RecordKey key;

  private Clinic(PostgresDatabase database, Path folder) {
    this.database = database;
    this.unlock = unlock(folder);
    try (Vault vault = Vault.create(database.location(), unlock)) {
      Session physician = physician(vault);
      key =
          RecordKey.of(physician.admit(new PatientIdentifier("urn:mrn", "1")), "Observation", "bp");
      physician.create(key, fields(VALUE));
    }
  }

  /** {@code folder} has the key store that opens it. */
  static Clinic in(PostgresDatabase database, Path folder) {
    return new Clinic(database, folder);
  }

  static Clinic on(PostgresServer server, Path folder) {
    return in(server.newDatabase(), folder);
  }

  static Unlock unlock(Path folder) {
    return Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
  }

  Vault open() {
    return Vault.open(database.location(), unlock);
  }

  Vault openAs(DatabaseUser user) {
    return open(user.options());
  }

  Vault open(VaultOptions options) {
    return Vault.open(database.location(), List.of(unlock), options);
  }

  static Session physician(Vault vault) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }

  static Map<String, FieldValue> fields(String value) {
    return Map.of("valueString", FieldValue.text(value));
  }

  /** The record's value, as the physician reads it. */
  String value(Vault vault) {
    return physician(vault).read(key).get("valueString").asText();
  }

  /** What checking every row against the log finds. */
  List<String> findings() {
    return Vault.verifyRecords(database.location(), unlock).findings();
  }

  /** How many entries the log has: every writing of a vault adds one. */
  long entries() {
    return entries(database);
  }

  static long entries(PostgresDatabase database) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM log_entry")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}

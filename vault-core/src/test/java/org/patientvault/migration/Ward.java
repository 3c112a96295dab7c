package org.patientvault.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.patientvault.MigrationOptions;
import org.patientvault.MigrationReport;
import org.patientvault.Session;
import org.patientvault.TableMigration;
import org.patientvault.Vault;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;

/** A ward's table of visits, the mapping for it, and the vault it goes into. */
final class Ward {
  static final String ISSUER = "urn:example:mrn";
  static final Actor ADMIN = Actor.of("root", "admin");

  static final String SCHEMA =
      """
      patientvault-schema: 1
      name: ward
      classes: {administrative: M, contact: N, identity: N, clinical: N, narrative: R, sensitive: V}
      other-types: sensitive
      types:
        Visit:
          fields:
            administrative: [admitted, seen, paid]
            identity: [born]
            clinical: [note, pulse, weight, fasting, image, findings]
          others: sensitive
      """;

  static final String TABLE =
      "CREATE TABLE visit (id INTEGER PRIMARY KEY, mrn TEXT, note TEXT, pulse INTEGER)";

  static final String MAPPING =
      """
      patientvault-migration: 1
      table: visit
      key: id
      patient: {issuer: "urn:example:mrn", column: mrn}
      record: {type: Visit, id: id}
      columns:
        note: {field: note, type: text}
        pulse: {field: pulse, type: integer}
      """;

  /** Patients that share the rows. */
  private static final int ROWS_A_PATIENT = 5;

  private Ward() {}

  static void useSchema(Vault vault) {
    vault.administration(ADMIN).installSchema(SCHEMA.getBytes(UTF_8));
  }

  /** The table with so many rows, numbered from 1. */
  static void fill(PlainTable table, int rows) throws SQLException {
    table.execute(TABLE, "BEGIN");
    try (PreparedStatement insert =
        table.connection().prepareStatement("INSERT INTO visit VALUES (?, ?, ?, ?)")) {
      for (int id = 1; id <= rows; id++) {
        insert.setInt(1, id);
        insert.setString(2, mrn(id));
        insert.setString(3, note(id));
        insert.setInt(4, 60 + id % 40);
        insert.addBatch();
        if (id % 1_000 == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    table.execute("COMMIT");
  }

  static String mrn(int id) {
    return "m" + id / ROWS_A_PATIENT;
  }

  static String note(int id) {
    return "note of visit " + id;
  }

  static Session migrator(Vault vault) {
    return vault.as(ADMIN, Purpose.HSYSADMIN);
  }

  static Session physician(Vault vault) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }

  static TableMigration migration(Vault vault, PlainTable table, String mapping) {
    return TableMigration.of(migrator(vault), table.source(), mapping.getBytes(UTF_8));
  }

  static MigrationReport move(Vault vault, PlainTable table) {
    return migration(vault, table, MAPPING).run(MigrationOptions.defaults());
  }

  static PatientRef patient(Vault vault, String mrn) {
    return physician(vault).find(new PatientIdentifier(ISSUER, mrn)).orElseThrow();
  }

  static RecordKey key(Vault vault, String mrn, String id) {
    return RecordKey.of(patient(vault, mrn), "Visit", id);
  }

  static FieldValue value(Vault vault, String mrn, String id, String field) {
    return physician(vault).read(key(vault, mrn, id)).get(field);
  }
}

package org.patientvault.attack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.patientvault.Administration;
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
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** A small vault, who works with it, and the way around it. */
final class Scene {
  static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);
  static final Map<String, FieldValue> FIELDS = Map.of("valueString", FieldValue.text("120/80"));
  static final Actor AUDITOR = Actor.of("auditor", "auditor");

  /** Longer than any test: then only what is asked for is signed. */
  static final Duration NEVER = Duration.ofDays(1);

  private Scene() {}

  static PostgresDatabase onServer() {
    return PostgresServer.shared().newDatabase();
  }

  /** A vault with one record; closed. */
  static RecordKey founded(TestDatabase database) {
    try (Vault vault = Vault.create(database.location(), PASSPHRASE)) {
      RecordKey key =
          RecordKey.of(
              physician(vault).admit(new PatientIdentifier("urn:mrn", "1")), "Observation", "bp");
      physician(vault).create(key, FIELDS);
      return key;
    }
  }

  /** The same patient's. */
  static RecordKey another(RecordKey key, String id) {
    return RecordKey.of(key.patient(), "Observation", id);
  }

  static Vault open(TestDatabase database, String node) {
    return open(database, node, NEVER);
  }

  static Vault open(TestDatabase database, String node, Duration publishEvery) {
    return open(database.location(), node, publishEvery);
  }

  static Vault open(String location, String node, Duration publishEvery) {
    VaultOptions options = VaultOptions.defaults().withNode(node).withPublishEvery(publishEvery);
    return Vault.open(location, List.of(PASSPHRASE), options);
  }

  static Session physician(Vault vault) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }

  static Administration administration(Vault vault) {
    return vault.administration(Actor.of("ada.admin", "admin"));
  }

  static List<String> findings(TestDatabase database) {
    return Vault.verifyRecords(database.location(), PASSPHRASE).findings();
  }

  /** As the owner of the tables, who is no superuser. */
  static void run(TestDatabase database, String... statements) throws SQLException {
    try (Connection owner = database.connect()) {
      for (String each : statements) {
        TestDatabase.execute(owner, each);
      }
    }
  }

  /** As {@link #run}, with bytes for the first question mark. */
  static void runWith(TestDatabase database, String sql, byte[] bytes) throws SQLException {
    try (Connection owner = database.connect();
        PreparedStatement statement = owner.prepareStatement(sql)) {
      statement.setBytes(1, bytes);
      statement.executeUpdate();
    }
  }

  /** Makes a column take longer numbers; one of SQLite takes them as it is. */
  static void widen(TestDatabase database, String table, String column) throws SQLException {
    if (database instanceof PostgresDatabase) {
      run(database, "ALTER TABLE %s ALTER COLUMN %s TYPE bigint".formatted(table, column));
    }
  }

  static void asSuperuser(PostgresDatabase database, String sql) throws SQLException {
    try (Connection superuser = database.server().connectAsSuperuser(database.name())) {
      TestDatabase.execute(superuser, "SET search_path = patientvault");
      TestDatabase.execute(superuser, sql);
    }
  }

  static long number(TestDatabase database, String question) throws SQLException {
    try (Connection owner = database.connect();
        Statement statement = owner.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Calls all of them, so many at a time; what they gave, in the same order. */
  static <T> List<T> together(int threads, List<Callable<T>> calls) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<T> all = new ArrayList<>();
      for (Future<T> each : pool.invokeAll(calls)) {
        all.add(each.get());
      }
      return all;
    } finally {
      pool.shutdown();
    }
  }
}

package org.patientvault.bench.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * An encrypted Tink keyset for each patient in a SQLite table, wrapped again row by row in batched
 * transactions: what one would write by hand.
 */
final class TinkKeysets implements AutoCloseable {
  private static final int BATCH = 1_000;

  private final Connection connection;
  private final int patients;
  private Aead kek = newKek();

  private TinkKeysets(Connection connection, int patients) throws Exception {
    this.connection = connection;
    this.patients = patients;
  }

  static TinkKeysets with(int patients, Path folder) throws Exception {
    Connection connection = Sqlite.open(folder.resolve("keysets.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE patient_key (patient INTEGER PRIMARY KEY, wrapped BLOB NOT NULL)");
    }
    TinkKeysets keysets = new TinkKeysets(connection, patients);
    keysets.fill();
    return keysets;
  }

  private static Aead newKek() throws Exception {
    return newKeyset().getPrimitive(AeadConfig2026.get(), Aead.class);
  }

  private static KeysetHandle newKeyset() throws Exception {
    return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
  }

  private static byte[] place(int patient) {
    return ByteBuffer.allocate(4).putInt(patient).array();
  }

  /** The same key under other places: what it takes to wrap is the same. */
  private void fill() throws Exception {
    KeysetHandle key = newKeyset();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO patient_key VALUES (?, ?)")) {
      for (int patient = 0; patient < patients; patient++) {
        insert.setInt(1, patient);
        insert.setBytes(2, wrap(key, patient, kek));
        insert.addBatch();
        if (patient % BATCH == BATCH - 1) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    connection.commit();
  }

  private static byte[] wrap(KeysetHandle key, int patient, Aead under) throws Exception {
    return TinkProtoKeysetFormat.serializeEncryptedKeyset(
        key, under, place(patient), AeadConfig2026.get());
  }

  long rewrap() throws Exception {
    Aead next = newKek();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT patient, wrapped FROM patient_key WHERE patient >= ? ORDER BY patient LIMIT"
                    + " "
                    + BATCH);
        PreparedStatement update =
            connection.prepareStatement("UPDATE patient_key SET wrapped = ? WHERE patient = ?")) {
      for (int from = 0; from < patients; from += BATCH) {
        page(select, update, from, next);
        connection.commit();
      }
    }
    kek = next;
    return patients;
  }

  private void page(PreparedStatement select, PreparedStatement update, int from, Aead next)
      throws Exception {
    select.setInt(1, from);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        int patient = rows.getInt(1);
        KeysetHandle key =
            TinkProtoKeysetFormat.parseEncryptedKeyset(
                rows.getBytes(2), kek, place(patient), AeadConfig2026.get());
        update.setBytes(1, wrap(key, patient, next));
        update.setInt(2, patient);
        update.addBatch();
      }
    }
    update.executeBatch();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Opens files as the vault does. */
  static final class Sqlite {
    private Sqlite() {}

    static Connection open(Path file) throws SQLException {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
      }
      connection.setAutoCommit(false);
      return connection;
    }
  }
}

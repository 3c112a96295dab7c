package org.patientvault.bench.keys;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Records in a SQLite table, each under a key of its patient that is known: opened, sealed under
 * another key and written back, in batched transactions. No log, no keys to wrap, no revisions.
 */
final class RawRecords implements AutoCloseable {
  private static final int BATCH = 1_000;
  private static final int IV_BYTES = 12;
  private static final byte[] PLAINTEXT = new byte[96];

  private final Connection connection;
  private final int patients;
  private final SecureRandom random = new SecureRandom();
  private final Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
  private int version = 1;

  private RawRecords(Connection connection, int patients) throws GeneralSecurityException {
    this.connection = connection;
    this.patients = patients;
  }

  static RawRecords with(int patients, Path folder) throws SQLException, GeneralSecurityException {
    Connection connection = TinkKeysets.Sqlite.open(folder.resolve("raw.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE record (patient INTEGER PRIMARY KEY, body BLOB NOT NULL)");
    }
    RawRecords records = new RawRecords(connection, patients);
    records.fill();
    return records;
  }

  private void fill() throws SQLException, GeneralSecurityException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO record VALUES (?, ?)")) {
      for (int patient = 0; patient < patients; patient++) {
        insert.setInt(1, patient);
        insert.setBytes(2, seal(patient, version, PLAINTEXT));
        insert.addBatch();
        if (patient % BATCH == BATCH - 1) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    connection.commit();
  }

  long reencrypt() throws SQLException, GeneralSecurityException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT patient, body FROM record WHERE patient >= ? ORDER BY patient LIMIT "
                    + BATCH);
        PreparedStatement update =
            connection.prepareStatement("UPDATE record SET body = ? WHERE patient = ?")) {
      for (int from = 0; from < patients; from += BATCH) {
        page(select, update, from);
        connection.commit();
      }
    }
    version++;
    return patients;
  }

  private void page(PreparedStatement select, PreparedStatement update, int from)
      throws SQLException, GeneralSecurityException {
    select.setInt(1, from);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        int patient = rows.getInt(1);
        byte[] plaintext = open(patient, version, rows.getBytes(2));
        update.setBytes(1, seal(patient, version + 1, plaintext));
        update.setInt(2, patient);
        update.addBatch();
      }
    }
    update.executeBatch();
  }

  private static SecretKeySpec key(int patient, int version) {
    return new SecretKeySpec(
        ByteBuffer.allocate(32).putInt(patient).putInt(version).array(), "AES");
  }

  private byte[] seal(int patient, int under, byte[] plaintext) throws GeneralSecurityException {
    byte[] sealed = new byte[IV_BYTES + plaintext.length + 16];
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    System.arraycopy(iv, 0, sealed, 0, IV_BYTES);
    cipher.init(Cipher.ENCRYPT_MODE, key(patient, under), new GCMParameterSpec(128, iv));
    cipher.doFinal(plaintext, 0, plaintext.length, sealed, IV_BYTES);
    return sealed;
  }

  private byte[] open(int patient, int under, byte[] sealed) throws GeneralSecurityException {
    cipher.init(
        Cipher.DECRYPT_MODE, key(patient, under), new GCMParameterSpec(128, sealed, 0, IV_BYTES));
    return cipher.doFinal(sealed, IV_BYTES, sealed.length - IV_BYTES);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

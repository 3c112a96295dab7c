package org.patientvault;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.patientvault.stores.TestDatabase;

/** The rows of time stamps in the hands of somebody with SQL. */
final class StoredAnchors {
  private StoredAnchors() {}

  static byte[] nonce(TestDatabase database, long size) {
    try (Connection connection = database.connect();
        PreparedStatement statement =
            connection.prepareStatement("SELECT nonce FROM log_anchor WHERE size = ?")) {
      statement.setLong(1, size);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBytes(1);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Puts another token in the place of the one over {@code size}. */
  static void replace(TestDatabase database, long size, byte[] token) {
    try {
      byte[] name = MessageDigest.getInstance("SHA-256").digest(token);
      change(database, "INSERT INTO log_payload VALUES (?, ?)", name, token);
      change(database, "UPDATE log_anchor SET token = ? WHERE size = ?", name, size);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static void delete(TestDatabase database) {
    change(database, "DELETE FROM log_anchor");
  }

  private static void change(TestDatabase database, String text, Object... values) {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(text)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      if (statement.executeUpdate() < 1) {
        throw new AssertionError("nothing changed");
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}

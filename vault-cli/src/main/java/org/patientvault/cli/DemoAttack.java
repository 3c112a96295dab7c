package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/** What somebody with the database, and no key, can look at and change: for the demonstration. */
final class DemoAttack {
  private final String url;

  DemoAttack(Path file) {
    this.url = "jdbc:sqlite:" + file;
  }

  /** The beginning of one record's row, as it is stored. */
  String storedRecord(int bytes) throws SQLException {
    try (Connection database = DriverManager.getConnection(url);
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("SELECT body FROM record_revision LIMIT 1")) {
      row.next();
      return HexFormat.of().formatHex(row.getBytes(1), 0, bytes);
    }
  }

  /** Flips one bit in the sealed content of one record. */
  void changeOneRecord() throws SQLException {
    try (Connection database = DriverManager.getConnection(url);
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("SELECT rowid, body FROM record_revision LIMIT 1")) {
      row.next();
      byte[] body = row.getBytes(2);
      body[body.length - 1] ^= 1;
      update(database, "UPDATE record_revision SET body = ? WHERE rowid = ?", body, row.getLong(1));
    }
  }

  /** Makes a refusal look like a success. */
  void changeOneLogEntry() throws SQLException {
    try (Connection database = DriverManager.getConnection(url);
        Statement statement = database.createStatement()) {
      statement.execute("DROP TRIGGER log_entry_is_never_changed");
      try (ResultSet row =
          statement.executeQuery(
              "SELECT idx, leaf FROM log_entry WHERE leaf LIKE '%\"e\":\"DENY\",\"o\":4,%'")) {
        row.next();
        String leaf = new String(row.getBytes(2), StandardCharsets.UTF_8);
        byte[] forged = leaf.replace("\"o\":4,", "\"o\":0,").getBytes(StandardCharsets.UTF_8);
        update(database, "UPDATE log_entry SET leaf = ? WHERE idx = ?", forged, row.getLong(1));
      }
    }
  }

  private static void update(Connection database, String sql, byte[] value, long key)
      throws SQLException {
    try (PreparedStatement update = database.prepareStatement(sql)) {
      update.setBytes(1, value);
      update.setLong(2, key);
      update.executeUpdate();
    }
  }
}

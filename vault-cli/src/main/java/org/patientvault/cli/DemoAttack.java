package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/** What somebody with the database, and no key, can look at and change: for the demonstration. */
final class DemoAttack {
  private final Way way;
  private final String dropGuard;

  /** A way into the database that goes around the vault. */
  interface Way {
    Connection connect() throws SQLException;
  }

  /**
   * @param dropGuard takes away what refuses changes of log entries
   */
  DemoAttack(Way way, String dropGuard) {
    this.way = way;
    this.dropGuard = dropGuard;
  }

  /** The beginning of one record's row, as it is stored. */
  String storedRecord(int bytes) throws SQLException {
    try (Connection database = way.connect();
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("SELECT body FROM record_revision LIMIT 1")) {
      row.next();
      return HexFormat.of().formatHex(row.getBytes(1), 0, bytes);
    }
  }

  /** Flips one bit in the sealed content of one record. */
  void changeOneRecord() throws SQLException {
    try (Connection database = way.connect();
        Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT record, body FROM record_revision LIMIT 1")) {
      row.next();
      byte[] body = row.getBytes(2);
      body[body.length - 1] ^= 1;
      try (PreparedStatement update =
          database.prepareStatement("UPDATE record_revision SET body = ? WHERE record = ?")) {
        update.setBytes(1, body);
        update.setBytes(2, row.getBytes(1));
        update.executeUpdate();
      }
    }
  }

  /** Makes a refusal look like a success. */
  void changeOneLogEntry() throws SQLException {
    try (Connection database = way.connect();
        Statement statement = database.createStatement()) {
      statement.execute(dropGuard);
      try (ResultSet row =
              statement.executeQuery(
                  "SELECT idx, leaf FROM log_entry WHERE leaf LIKE '%\"e\":\"DENY\",\"o\":4,%'");
          PreparedStatement update =
              database.prepareStatement("UPDATE log_entry SET leaf = ? WHERE idx = ?")) {
        row.next();
        String leaf = new String(row.getBytes(2), StandardCharsets.UTF_8);
        update.setBytes(1, leaf.replace("\"o\":4,", "\"o\":0,").getBytes(StandardCharsets.UTF_8));
        update.setLong(2, row.getLong(1));
        update.executeUpdate();
      }
    }
  }
}

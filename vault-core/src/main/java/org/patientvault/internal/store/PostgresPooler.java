package org.patientvault.internal.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.patientvault.internal.store.PostgresConnections.Use;
import org.patientvault.model.VaultException;

/**
 * Finds a pooler that gives each transaction to another session: settings that safety hangs on
 * would then hold for strangers, and not for us. A pooler that keeps sessions whole is fine.
 */
final class PostgresPooler {
  private static final int TRIES = 3;

  private PostgresPooler() {}

  /**
   * Leaves a mark in our session: without such a pooler it shows in no other session, and does not
   * vanish while another one is at work.
   */
  static void refuse(
      Connection ours, PostgresConnections connections, PostgresLocation location, Use use)
      throws SQLException {
    String mark = UUID.randomUUID().toString();
    answer(ours, "SELECT set_config('patientvault.mark', '" + mark + "', false)");
    ours.commit();
    try (Connection other = connections.connect(use)) {
      other.setAutoCommit(false);
      for (int i = 0; i < TRIES; i++) {
        if (mark(other).equals(mark) || !mark(ours).equals(mark)) {
          throw new VaultException.Refused(
              "a pooler in transaction mode stands before the database "
                  + location
                  + "; nothing was written; name the server itself, or a pooler in session mode"
                  + " (docs/postgresql.md)");
        }
        ours.commit();
        other.commit();
      }
    }
  }

  private static String mark(Connection connection) throws SQLException {
    return answer(connection, "SELECT coalesce(current_setting('patientvault.mark', true), '')");
  }

  private static String answer(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }
}

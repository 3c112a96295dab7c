package org.patientvault.internal.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.patientvault.model.VaultException;

/** Refuses a server whose settings would break a promise, before anything is written. */
final class PostgresServerCheck {
  private static final int OLDEST = 150_000;
  private static final Set<String> FORCED = Set.of("on", "remote_apply");
  private static final String QUESTION =
      """
      SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),
        current_setting('synchronous_commit'), coalesce(current_setting('fsync', true), 'on')\
      """;

  private PostgresServerCheck() {}

  static void run(Connection connection, PostgresLocation location) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUESTION)) {
      row.next();
      if (row.getInt(1) < OLDEST) {
        throw refused(location, "is older than PostgreSQL 15", "use a newer server");
      }
      if (!row.getString(2).equals("UTF8")) {
        throw refused(
            location,
            "has the encoding " + row.getString(2),
            "make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0");
      }
      if (!FORCED.contains(row.getString(3))) {
        throw refused(
            location,
            "has synchronous_commit=" + row.getString(3) + ": what was acknowledged could be lost",
            "set it to on for this database and user");
      }
      if (!row.getString(4).equals("on")) {
        throw refused(
            location,
            "runs with fsync=off: what was acknowledged could be lost",
            "switch fsync on");
      }
      pin(statement, row.getString(3));
    }
  }

  /** A change of the server's configuration reaches a connection only where nothing was set. */
  private static void pin(Statement statement, String synchronousCommit) throws SQLException {
    statement.execute("SET synchronous_commit = " + synchronousCommit);
  }

  private static VaultException refused(PostgresLocation location, String what, String advice) {
    return new VaultException.Refused(
        "the database "
            + location
            + " "
            + what
            + "; nothing was written; "
            + advice
            + " (docs/postgresql.md)");
  }
}

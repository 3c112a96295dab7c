package org.patientvault.internal.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.patientvault.internal.store.PostgresConnections.Use;
import org.patientvault.model.DatabaseServer;

/** Asks a server what somebody who looks after it wants to know; needs no right but to connect. */
final class PostgresServerFacts {
  private PostgresServerFacts() {}

  /**
   * Of a server that passed every check of a connection, with a vault in the database or without.
   */
  static DatabaseServer ask(PostgresLocation location, DatabaseLogin login) {
    PostgresDialect dialect = new PostgresDialect(location);
    PostgresConnections connections = new PostgresConnections(location, login, dialect);
    try (Connection connection = connections.open(Use.EXAMINING)) {
      PostgresPooler.refuse(connection, connections, location, Use.EXAMINING);
      return new Sql(connection, dialect)
          .one(
              """
              SELECT current_setting('server_version'),
                (SELECT version FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl),
                current_setting('synchronous_commit'), current_setting('full_page_writes')::boolean,
                current_setting('synchronous_standby_names'), (SELECT count(*) FROM pg_catalog.pg_stat_replication),
                pg_is_in_recovery(), pg_database_size(current_database())\
              """,
              row -> server(row, location))
          .orElseThrow();
    } catch (SQLException e) {
      throw dialect.told(e);
    } catch (RolledBack e) {
      throw e.told();
    }
  }

  private static DatabaseServer server(ResultSet row, PostgresLocation location)
      throws SQLException {
    return new DatabaseServer(
        row.getString(1),
        location.isThisMachine(),
        Optional.ofNullable(row.getString(2)),
        row.getString(3),
        row.getBoolean(4),
        row.getString(5),
        row.getInt(6),
        row.getBoolean(7),
        row.getLong(8));
  }
}

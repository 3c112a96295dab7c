package org.patientvault.internal.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import org.patientvault.internal.store.PostgresConnections.Use;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Makes, opens or examines a vault in a database: everything is looked through before it is used.
 */
final class PostgresOpening {
  private final PostgresLocation location;
  private final PostgresDialect dialect;
  private final PostgresConnections connections;

  PostgresOpening(PostgresLocation location, DatabaseLogin login) {
    this.location = location;
    this.dialect = new PostgresDialect(location);
    this.connections = new PostgresConnections(location, login, dialect);
  }

  /** As {@link Store#create}, in a database that is there. */
  PostgresStore create(Function<WriteView, Void> firstWrite) {
    try (Connection connection = connections.open(Use.WRITING)) {
      PostgresPooler.refuse(connection, connections, location, Use.WRITING);
      PostgresStore.transact(
          new Sql(connection, dialect), connection, rows -> founded(rows, firstWrite));
    } catch (SQLException e) {
      throw dialect.told(e);
    } catch (RolledBack e) {
      throw e.told();
    }
    return open();
  }

  private Void founded(WriteView rows, Function<WriteView, Void> firstWrite) {
    PostgresSchema.make(rows.sql, location);
    Migrations.apply(rows.sql, dialect);
    return firstWrite.apply(rows);
  }

  PostgresStore open() {
    try {
      looked(Use.WRITING).close();
    } catch (SQLException e) {
      throw dialect.told(e);
    }
    return new PostgresStore(dialect, connections);
  }

  /** As {@link Store#examine}. */
  PostgresExamination examine() {
    return new PostgresExamination(dialect, looked(Use.EXAMINING));
  }

  /** A connection that was looked through: a whole vault, for this user. Pools take no other. */
  private Connection looked(Use use) {
    try {
      Connection connection = connections.open(use);
      boolean whole = false;
      try {
        look(connection, use);
        whole = true;
        return connection;
      } finally {
        if (!whole) {
          connection.close();
        }
      }
    } catch (SQLException e) {
      throw dialect.told(e);
    } catch (RolledBack e) {
      throw e.told();
    }
  }

  private void look(Connection connection, Use use) throws SQLException {
    PostgresPooler.refuse(connection, connections, location, use);
    Sql sql = new Sql(connection, dialect);
    int layout = dialect.layout(sql);
    if (layout == 0) {
      throw noVault();
    }
    Migrations.check(layout);
    PostgresSchema.check(sql, location, use);
    vaultId(sql).ifPresent(connections::expect);
    connection.rollback();
  }

  private VaultException noVault() {
    return new VaultException.StorageFailed(
        "no vault in database " + location + "; patientvault init makes one");
  }

  static Optional<Bytes> vaultId(Sql sql) {
    return sql.one(
        "SELECT value FROM vault_meta WHERE name = 'vault-id'", row -> Sql.bytes(row, 1));
  }
}

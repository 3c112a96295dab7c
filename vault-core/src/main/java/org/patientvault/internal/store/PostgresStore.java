package org.patientvault.internal.store;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.PostgresConnections.Use;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A vault in a schema of a PostgreSQL database, which several nodes have open. A reading sees one
 * snapshot; writings take turns at the log's head.
 */
final class PostgresStore extends Store {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresStore.class);
  private static final int WRITERS = 3;

  private final PostgresDialect dialect;
  private final PostgresConnections connections;
  private final HikariDataSource readers;
  private final HikariDataSource writers;

  private PostgresStore(
      PostgresDialect dialect,
      PostgresConnections connections,
      HikariDataSource readers,
      HikariDataSource writers) {
    this.dialect = dialect;
    this.connections = connections;
    this.readers = readers;
    this.writers = writers;
  }

  /** As {@link Store#create}, in a database that is there. */
  static PostgresStore create(
      PostgresLocation location, DatabaseLogin login, Function<WriteView, Void> firstWrite) {
    PostgresDialect dialect = new PostgresDialect(location);
    PostgresConnections connections = new PostgresConnections(location, login, dialect);
    found(location, dialect, connections, firstWrite);
    return open(location, login);
  }

  private static void found(
      PostgresLocation location,
      PostgresDialect dialect,
      PostgresConnections connections,
      Function<WriteView, Void> firstWrite) {
    try (Connection connection = connections.open(Use.WRITING)) {
      PostgresPooler.refuse(connection, connections, location, Use.WRITING);
      transact(
          new Sql(connection, dialect),
          connection,
          rows -> {
            PostgresSchema.make(rows.sql, location);
            Migrations.apply(rows.sql, dialect);
            return firstWrite.apply(rows);
          });
    } catch (SQLException e) {
      throw dialect.told(e);
    } catch (RolledBack e) {
      throw e.told();
    }
  }

  static PostgresStore open(PostgresLocation location, DatabaseLogin login) {
    PostgresDialect dialect = new PostgresDialect(location);
    PostgresConnections connections = new PostgresConnections(location, login, dialect);
    try {
      looked(location, dialect, connections, Use.WRITING).close();
    } catch (SQLException e) {
      throw dialect.told(e);
    }
    return new PostgresStore(
        dialect,
        connections,
        PostgresPools.of(connections, Use.READING, READERS),
        PostgresPools.of(connections, Use.WRITING, WRITERS));
  }

  /** As {@link Store#examine}. */
  static PostgresExamination examine(PostgresLocation location, DatabaseLogin login) {
    PostgresDialect dialect = new PostgresDialect(location);
    PostgresConnections connections = new PostgresConnections(location, login, dialect);
    return new PostgresExamination(dialect, looked(location, dialect, connections, Use.EXAMINING));
  }

  /** A connection that was looked through: a whole vault, for this user. Pools take no other. */
  private static Connection looked(
      PostgresLocation location,
      PostgresDialect dialect,
      PostgresConnections connections,
      Use use) {
    try {
      Connection connection = connections.open(use);
      boolean whole = false;
      try {
        look(connection, location, dialect, connections, use);
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

  private static void look(
      Connection connection,
      PostgresLocation location,
      PostgresDialect dialect,
      PostgresConnections connections,
      Use use)
      throws SQLException {
    PostgresPooler.refuse(connection, connections, location, use);
    Sql sql = new Sql(connection, dialect);
    int layout = dialect.layout(sql);
    if (layout == 0) {
      throw dialect.noVault();
    }
    Migrations.check(layout);
    PostgresSchema.check(sql, location, use);
    vaultId(sql).ifPresent(connections::expect);
    connection.rollback();
  }

  static Optional<Bytes> vaultId(Sql sql) {
    return sql.one(
        "SELECT value FROM vault_meta WHERE name = 'vault-id'", row -> Sql.bytes(row, 1));
  }

  /** A connection may have been lost since it was last used; another one answers. */
  @Override
  public <T> T read(Function<ReadView, T> work) {
    try {
      return readOnce(work);
    } catch (RolledBack e) {
      LOG.debug("asked again on another connection: {}", e.getMessage());
      return told(() -> readOnce(work));
    }
  }

  private <T> T readOnce(Function<ReadView, T> work) {
    try (Connection connection = readers.getConnection()) {
      T result = work.apply(new ReadView(new Sql(connection, dialect)));
      connection.rollback();
      return result;
    } catch (SQLException e) {
      throw dialect.told(e);
    }
  }

  @Override
  public <T> T readAtLength(Function<ReadView, T> work) {
    return told(
        () -> {
          try (Connection connection = connections.open(Use.READING_AT_LENGTH)) {
            return work.apply(new ReadView(new Sql(connection, dialect)));
          } catch (SQLException e) {
            throw dialect.told(e);
          }
        });
  }

  /** Runs what is not tried again. */
  private static <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (RolledBack e) {
      throw e.told();
    }
  }

  @Override
  public <T> T write(Function<WriteView, T> work) {
    try (Connection connection = writers.getConnection()) {
      return transact(new Sql(connection, dialect), connection, work);
    } catch (SQLException e) {
      throw dialect.told(e);
    }
  }

  /** Once the commit is sent, a lost connection leaves open whether it was done. */
  private static <T> T transact(Sql sql, Connection connection, Function<WriteView, T> work)
      throws SQLException {
    boolean committed = false;
    try {
      T result = work.apply(new WriteView(sql));
      commit(sql, connection);
      committed = true;
      checkConfirmed(connection.getWarnings());
      return result;
    } finally {
      if (!committed) {
        rollback(connection);
      }
    }
  }

  private static void commit(Sql sql, Connection connection) throws SQLException {
    try {
      // A login has warnings of its own, such as one about a collation.
      connection.clearWarnings();
      connection.commit();
    } catch (SQLException e) {
      if (PostgresErrors.isConflict(e)) {
        throw sql.dialect().translate(e);
      }
      throw e;
    }
  }

  /**
   * A wait for a synchronous standby that somebody cancels ends as success with a warning: the
   * transaction is on one disk, and would be lost with it.
   */
  private static void checkConfirmed(@Nullable SQLWarning warning) {
    if (warning != null) {
      throw new VaultException.StorageFailed(
          "the server committed, but did not hear from its standby: " + warning.getMessage());
    }
  }

  private static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The server rolls back by itself when the connection is gone.
      LOG.debug("nothing to roll back: {}", e.getMessage());
    }
  }

  @Override
  public void backupTo(Path target) {
    readAtLength(
        rows -> {
          SqliteBackup.ofRows(rows.sql, target);
          return true;
        });
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
  }
}

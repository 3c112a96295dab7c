package org.patientvault.internal.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.PostgresConnections.Use;
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

  /** Of a database that was looked through. */
  PostgresStore(PostgresDialect dialect, PostgresConnections connections) {
    this.dialect = dialect;
    this.connections = connections;
    this.readers = PostgresPools.of(connections, Use.READING, READERS);
    this.writers = PostgresPools.of(connections, Use.WRITING, WRITERS);
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
    } catch (RolledBack e) {
      forgetLost(readers, e);
      throw e;
    } catch (SQLException e) {
      throw dialect.told(e);
    }
  }

  /**
   * A server that ends one session mostly ends all: a pool hands out what was used a moment ago
   * without looking whether it lives.
   */
  private static void forgetLost(HikariDataSource pool, RolledBack why) {
    if (why.isConnectionLost()) {
      pool.getHikariPoolMXBean().softEvictConnections();
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
    } catch (RolledBack e) {
      forgetLost(writers, e);
      throw e;
    } catch (SQLException e) {
      throw dialect.told(e);
    }
  }

  /** Once the commit is sent, a lost connection leaves open whether it was done. */
  static <T> T transact(Sql sql, Connection connection, Function<WriteView, T> work)
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
  public String kind() {
    return "postgresql";
  }

  /**
   * Dead rows until VACUUM FULL; samples of columns until ANALYZE; the write-ahead log until it is
   * recycled, and its archive.
   */
  @Override
  public List<String> keepsDeleted() {
    return List.of("file-system", "dead-rows", "statistics", "write-ahead-log", "wal-archive");
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
  }
}

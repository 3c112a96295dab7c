package org.patientvault.internal.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.patientvault.model.VaultException;
import org.slf4j.LoggerFactory;

/** A vault in one file: one connection that writes, a few that read. */
final class SqliteStore extends Store {
  private static final long WRITER_WAIT_SECONDS = 10;

  private final SqliteLocation location;
  private final SqliteConnections connections;
  private final Sql writer;
  private final SqliteReaders readers;
  private final ReentrantLock writing = new ReentrantLock();

  private SqliteStore(SqliteLocation location, SqliteConnections connections, Sql writer) {
    this.location = location;
    this.connections = connections;
    this.writer = writer;
    this.readers = new SqliteReaders(connections, READERS);
  }

  /** As {@link Store#create}; makes the file. */
  static SqliteStore create(SqliteLocation location, Function<WriteView, Void> firstWrite) {
    boolean made = SqliteFile.createVaultFile(location.file());
    SqliteConnections connections = new SqliteConnections(location);
    SqliteStore store = new SqliteStore(location, connections, connections.connect());
    try {
      store.write(rows -> store.founded(rows, firstWrite, made));
      if (!Files.exists(location.file())) {
        throw new VaultException.StorageFailed(
            "the file " + location + " was deleted while the vault was made; make it again");
      }
      return store;
    } catch (RuntimeException | Error e) {
      store.abandon();
      throw e;
    }
  }

  /**
   * Deletes a file that this call made when nothing comes of it. Under the lock: another process
   * may be waiting to make a vault of the same empty file, and finds out after its commit.
   */
  private Void founded(WriteView rows, Function<WriteView, Void> firstWrite, boolean made) {
    if (hasTables()) {
      throw new VaultException.Refused(
          "there is a database at " + location + " already; a vault is never written over it");
    }
    try {
      Migrations.apply(writer, connections.dialect());
      return firstWrite.apply(rows);
    } catch (RuntimeException | Error e) {
      if (made) {
        SqliteFile.deleteVault(location.file());
      }
      throw e;
    }
  }

  private boolean hasTables() {
    return writer.one("SELECT 1 FROM sqlite_master LIMIT 1", row -> row.getInt(1)).isPresent();
  }

  static SqliteStore open(SqliteLocation location) {
    return open(location, new SqliteConnections(location));
  }

  static SqliteStore examine(SqliteLocation location) {
    return open(location, SqliteConnections.examining(location));
  }

  private static SqliteStore open(SqliteLocation location, SqliteConnections connections) {
    if (!Files.exists(location.file()) || SqliteFile.isEmpty(location.file())) {
      throw connections.noVault();
    }
    connections.checkFile();
    return new SqliteStore(location, connections, connections.connect());
  }

  @Override
  public <T> T read(Function<ReadView, T> work) {
    return readers.use(work);
  }

  @Override
  public <T> T readAtLength(Function<ReadView, T> work) {
    return readers.apart(work);
  }

  @Override
  public <T> T write(Function<WriteView, T> work) {
    lock();
    try {
      writer.execute("BEGIN IMMEDIATE");
      return commit(work);
    } finally {
      writing.unlock();
    }
  }

  private <T> T commit(Function<WriteView, T> work) {
    boolean committed = false;
    try {
      T result = work.apply(new WriteView(writer));
      writer.execute("COMMIT");
      committed = true;
      return result;
    } finally {
      if (!committed) {
        rollback();
      }
    }
  }

  /** After a full disk SQLite may have rolled back by itself; then there is nothing to do. */
  private void rollback() {
    try (Statement statement = writer.connection().createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      LoggerFactory.getLogger(SqliteStore.class).debug("nothing to roll back: {}", e.getMessage());
    }
  }

  private void lock() {
    try {
      if (!writing.tryLock(WRITER_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new VaultException.StorageFailed(
            "the vault was busy writing for " + WRITER_WAIT_SECONDS + " s; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultException.StorageFailed("interrupted while waiting to write", e);
    }
  }

  /** Merges the write-ahead log into the file, and cuts it to nothing. */
  @Override
  public boolean scrub() {
    lock();
    try {
      return connections.tryCheckpoint(writer);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public String kind() {
    return "sqlite";
  }

  @Override
  public List<String> keepsDeleted() {
    return List.of("file-system");
  }

  @Override
  public void backupTo(Path target) {
    SqliteBackup.ofPages(connections, target);
  }

  /** Truncates the write-ahead log if the file may change and no other process reads; closes. */
  @Override
  public void close() {
    readers.close();
    // Nobody may interrupt this: a writer left open would hold the file.
    writing.lock();
    try {
      connections.checkpoint(writer);
    } finally {
      writer.close();
      writing.unlock();
    }
  }

  private void abandon() {
    readers.close();
    writer.close();
  }
}

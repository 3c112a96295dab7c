package org.patientvault.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.patientvault.model.VaultException;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.core.DB;

/**
 * A vault's database: consistent snapshots to read, and one writing transaction at a time.
 *
 * <p>Holds opaque bytes; knows nothing of keys or of what rows mean. What {@link #write} returned
 * from is on the disk. Every wait is bounded. Safe for use by several threads; several processes
 * may have one file open. Layout: docs/formats/storage-schema.md.
 */
public final class Store implements AutoCloseable {
  private static final int READERS = 4;
  private static final long WRITER_WAIT_SECONDS = 10;
  private static final int RETRY_MILLIS = 100;
  private static final int RETRIES = 50;
  private static final int ALL_PAGES = -1;

  private final StoreLocation location;
  private final Dialect dialect;
  private final Sql writer;
  private final WriteView writes;
  private final Readers readers;
  private final ReentrantLock writing = new ReentrantLock();

  private Store(StoreLocation location, Dialect dialect, Sql writer) {
    this.location = location;
    this.dialect = dialect;
    this.writer = writer;
    this.writes = new WriteView(writer);
    this.readers = new Readers(dialect, READERS);
  }

  /**
   * Makes the file and, together with what {@code firstWrite} writes, the tables: all of it or
   * nothing.
   *
   * @throws VaultException.Refused when there is a file with anything in it; a database without
   *     tables, as a killed process leaves it, is none
   */
  public static Store create(StoreLocation location, Function<WriteView, Void> firstWrite) {
    boolean made = Dialect.createVaultFile(location.file());
    Dialect dialect = new Dialect(location);
    Store store = new Store(location, dialect, dialect.connect());
    try {
      store.write(
          rows -> {
            if (store.hasTables()) {
              throw new VaultException.Refused(
                  "there is a database at "
                      + location
                      + " already; a vault is never written over it");
            }
            return store.founded(firstWrite, made);
          });
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
  private Void founded(Function<WriteView, Void> firstWrite, boolean made) {
    try {
      Migrations.apply(writer);
      return firstWrite.apply(writes);
    } catch (RuntimeException | Error e) {
      if (made) {
        // The vault's file last: while it is there, nobody makes another one of this name.
        List.of("-wal", "-shm", "").forEach(end -> delete(Path.of(location.file() + end)));
      }
      throw e;
    }
  }

  private boolean hasTables() {
    return writer.one("SELECT 1 FROM sqlite_master LIMIT 1", row -> row.getInt(1)).isPresent();
  }

  /** Opens a vault's database and brings it to the newest layout. */
  public static Store open(StoreLocation location) {
    return open(location, new Dialect(location));
  }

  /**
   * Opens a vault's database, damaged or not, to read only: neither the file nor its write-ahead
   * log is changed, not by closing either. Where there is a write-ahead log, SQLite may leave its
   * {@code -shm} beside it.
   */
  public static Store examine(StoreLocation location) {
    return open(location, Dialect.examining(location));
  }

  private static Store open(StoreLocation location, Dialect dialect) {
    if (!Files.exists(location.file()) || Dialect.isEmpty(location.file())) {
      throw new VaultException.StorageFailed(
          "no vault at " + location + "; patientvault init makes one");
    }
    try (Sql looking = dialect.look()) {
      Migrations.check(looking, location);
    }
    return new Store(location, dialect, dialect.connect());
  }

  /**
   * Runs {@code work} on a consistent snapshot. Keep it short: an open snapshot holds the
   * write-ahead log.
   */
  public <T> T read(Function<ReadView, T> work) {
    return readers.use(work);
  }

  /**
   * As {@link #read}, on a connection of its own: for what takes long, so that nobody else waits
   * for it.
   */
  public <T> T readAtLength(Function<ReadView, T> work) {
    return readers.apart(work);
  }

  /**
   * Runs {@code work} in the writing transaction and commits it; any exception rolls all of it
   * back.
   */
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
      T result = work.apply(writes);
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
      org.slf4j.LoggerFactory.getLogger(Store.class)
          .debug("nothing to roll back: {}", e.getMessage());
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

  /**
   * Copies a consistent state into {@code target}, a new file readable by its owner alone, while
   * others go on. If it fails, nothing of it is kept.
   *
   * @throws VaultException.Refused when there is anything at {@code target} already
   * @throws VaultException.InvalidInput when no vault can be at {@code target}
   */
  public void backupTo(Path target) {
    StoreLocation copy = new StoreLocation(target.toAbsolutePath(), OptionalInt.empty());
    Dialect.createFile(copy.file());
    boolean whole = false;
    try {
      copyTo(copy);
      force(copy.file());
      whole = true;
    } finally {
      if (!whole) {
        delete(copy.file());
      }
    }
  }

  /** All pages in one step: in several, a busy writer could make it begin again and again. */
  private void copyTo(StoreLocation copy) {
    Dialect copied = new Dialect(copy);
    try (Sql reader = dialect.connect()) {
      int result =
          reader
              .connection()
              .unwrap(SQLiteConnection.class)
              .getDatabase()
              .backup("main", copy.file().toString(), null, RETRY_MILLIS, RETRIES, ALL_PAGES);
      if (result != SQLiteErrorCode.SQLITE_OK.code) {
        throw copied.translate(DB.newSQLException(result, "the copy failed"));
      }
    } catch (SQLException e) {
      throw copied.translate(e);
    }
    checkWhole(copied, copy);
  }

  /** SQLite refuses a file shorter than its own header says. */
  private static void checkWhole(Dialect copied, StoreLocation copy) {
    try (Sql looking = copied.look()) {
      Migrations.check(looking, copy);
    }
  }

  private static void delete(Path halfDone) {
    try {
      Files.deleteIfExists(halfDone);
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(Store.class)
          .warn("a file that is half done could not be deleted: {}", e.getMessage());
    }
  }

  private static void force(Path file) {
    try (java.nio.channels.FileChannel channel =
        java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "the file " + file + " could not be forced to the disk", e);
    }
  }

  public StoreLocation location() {
    return location;
  }

  /** Truncates the write-ahead log if the file may change and no other process reads; closes. */
  @Override
  public void close() {
    readers.close();
    // Nobody may interrupt this: a writer left open would hold the file.
    writing.lock();
    try {
      dialect.checkpoint(writer);
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

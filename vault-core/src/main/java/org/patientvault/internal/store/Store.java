package org.patientvault.internal.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.patientvault.model.DatabaseServer;
import org.patientvault.model.VaultException;

/**
 * A vault's database: consistent snapshots to read, and writing transactions, one after the other
 * for whoever takes the log's head.
 *
 * <p>Holds opaque bytes; knows nothing of keys or of what rows mean. What {@link #write} returned
 * from is on the disk. Every wait is bounded. Safe for use by several threads; several processes
 * may have one database open. Layout: docs/formats/storage-schema.md.
 */
public abstract class Store implements AutoCloseable {
  /** The layout of tables that this version writes. */
  public static final int LAYOUT = Migrations.NEWEST;

  /** How many snapshots may be open at once, besides those of {@link #readAtLength}. */
  static final int READERS = 4;

  Store() {}

  /**
   * Makes the tables, together with what {@code firstWrite} writes: all of it or nothing.
   *
   * @throws VaultException.Refused when there is anything in the database already; what a killed
   *     process leaves behind is nothing
   */
  public static Store create(
      StoreLocation location, DatabaseLogin login, Function<WriteView, Void> firstWrite) {
    return location instanceof PostgresLocation server
        ? new PostgresOpening(server, login).create(firstWrite)
        : SqliteStore.create((SqliteLocation) location, firstWrite);
  }

  /** Opens a vault's database. */
  public static Store open(StoreLocation location, DatabaseLogin login) {
    return location instanceof PostgresLocation server
        ? new PostgresOpening(server, login).open()
        : SqliteStore.open((SqliteLocation) location);
  }

  /**
   * Opens a vault's database, damaged or not, to read only: nothing in it is changed. On SQLite,
   * neither the file nor its write-ahead log is changed, not by closing either; where there is a
   * write-ahead log, SQLite may leave its {@code -shm} beside it.
   */
  public static Store examine(StoreLocation location, DatabaseLogin login) {
    return location instanceof PostgresLocation server
        ? new PostgresOpening(server, login).examine()
        : SqliteStore.examine((SqliteLocation) location);
  }

  /** What the database's server says of itself; empty where there is none, for it is a file. */
  public static Optional<DatabaseServer> server(StoreLocation location, DatabaseLogin login) {
    return location instanceof PostgresLocation server
        ? Optional.of(PostgresServerFacts.ask(server, login))
        : Optional.empty();
  }

  /** Runs {@code work} on a consistent snapshot. Keep it short: an open snapshot costs others. */
  public abstract <T> T read(Function<ReadView, T> work);

  /**
   * As {@link #read}, on a connection of its own: for what takes long, so that nobody else waits
   * for it.
   */
  public abstract <T> T readAtLength(Function<ReadView, T> work);

  /**
   * Runs {@code work} in a writing transaction and commits it; any exception rolls all of it back.
   * Who changes what depends on the log takes the log's head first, and is alone from then on.
   *
   * @throws RolledBack when the database could not run it beside others, and nothing was kept
   */
  public abstract <T> T write(Function<WriteView, T> work);

  /**
   * Takes out of the database's own files what was deleted, as far as the vault can; false when
   * somebody stood in the way, and it is to be tried again.
   */
  public boolean scrub() {
    return true;
  }

  /** What kind of database it is, in one word. */
  public abstract String kind();

  /** In one word each, where deleted bytes may stay that the vault does not reach. */
  public abstract List<String> keepsDeleted();

  /**
   * Copies a consistent state into {@code target}, a new SQLite file readable by its owner alone,
   * while others go on. If it fails, nothing of it is kept.
   *
   * @throws VaultException.Refused when there is anything at {@code target} already
   * @throws VaultException.InvalidInput when no vault can be at {@code target}
   */
  public void backupTo(Path target) {
    readAtLength(
        rows -> {
          SqliteBackup.ofRows(rows.sql, target);
          return true;
        });
  }

  @Override
  public abstract void close();
}

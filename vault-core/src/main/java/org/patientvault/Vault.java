package org.patientvault;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.DatabaseServer;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * An open vault: sealed records and the log of who touched them, in one database.
 *
 * <p>Protects what is stored against whoever gets the file, and tells afterwards who saw or changed
 * what. It believes the application about who its user is. An attacker inside this process can use
 * the keys it holds. Safe for use by several threads; several processes may have one vault open.
 * Close it to sign the log and to drop the keys; copies that the Java heap made of them are beyond
 * reach.
 */
public final class Vault implements AutoCloseable {
  private final Engine engine;

  Vault(Engine engine) {
    this.engine = engine;
  }

  /**
   * Makes a vault with one key slot, the shipped FHIR R4 schema and the shipped access policy, and
   * opens it.
   *
   * <p>Keep a second slot elsewhere, see {@link Administration#addSlot}: when the only secret is
   * lost, so is the vault. If anything fails, the file is deleted again, or an empty one is left at
   * most, and creating can be done again.
   *
   * @param location a file, or a {@code jdbc:sqlite:} or {@code jdbc:postgresql:} URL; a user or
   *     password in it, or a path with a {@code ?} or a control character or with a blank at its
   *     end, is refused with {@link VaultException.InvalidInput}. A PostgreSQL database must be
   *     there already; {@link VaultOptions#withDatabaseLogin} says as whom to connect
   * @throws VaultException.Refused when there is something at {@code location} already, or the
   *     database server is set in a way that would lose data, or its user may not make tables
   * @throws VaultException.InvalidInput when the secret is too short, or the slot's kind unknown
   * @throws VaultException.KeyUnavailable when the secret cannot be had, or the key store not used
   * @throws VaultException.StorageFailed when the file cannot be written
   */
  public static Vault create(String location, Unlock first) {
    return create(location, first, VaultOptions.defaults());
  }

  /** As {@link #create(String, Unlock)}, with other options. */
  public static Vault create(String location, Unlock first, VaultOptions options) {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(options, "options");
    return new Vault(VaultCreation.create(StoreLocation.parse(location), first, options));
  }

  /** As {@link #create(String, Unlock)}, for a file. */
  public static Vault create(Path file, Unlock first) {
    return create(Objects.requireNonNull(file, "file").toString(), first);
  }

  /**
   * Opens a vault with the first of {@code unlocks} that opens one of its slots. Each secret is
   * asked once, and only if a slot is of its kind. A passphrase costs 64 MiB and the better part of
   * a second for each passphrase slot tried.
   *
   * @throws VaultException.KeyUnavailable when none opens a slot
   * @throws VaultException.StorageFailed when there is no vault, or it cannot be read
   * @throws VaultException.UnsupportedFormat when a newer version wrote it
   * @throws VaultException.Tampered when slots, keysets, policy or schema are not as the log says
   */
  public static Vault open(String location, List<Unlock> unlocks, VaultOptions options) {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(unlocks, "unlocks");
    Objects.requireNonNull(options, "options");
    return new Vault(VaultOpening.open(StoreLocation.parse(location), unlocks, options));
  }

  /** As {@link #open(String, List, VaultOptions)}, with the default options. */
  public static Vault open(String location, Unlock... unlocks) {
    return open(location, List.of(unlocks), VaultOptions.defaults());
  }

  /** As {@link #open(String, Unlock...)}, for a file. */
  public static Vault open(Path file, Unlock... unlocks) {
    return open(Objects.requireNonNull(file, "file").toString(), unlocks);
  }

  /**
   * What a locked vault says of itself, to anybody who can read the file.
   *
   * @throws VaultException.StorageFailed when there is no vault, or it cannot be read
   */
  public static VaultLabel label(String location) {
    return label(location, VaultOptions.defaults());
  }

  /** As {@link #label(String)}, with the database login of {@code options}. */
  public static VaultLabel label(String location, VaultOptions options) {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(options, "options");
    return VaultOpening.label(StoreLocation.parse(location), options.databaseLogin());
  }

  /**
   * Checks a backup: that its file is the one its manifest names, holds what the manifest says, and
   * that a log names the manifest. Needs no secret.
   *
   * @param trust the log's public keys, as an auditor kept them; empty to go by those that the
   *     backup itself has, which shows accidents but not a backup that somebody made up whole
   * @throws VaultException.NotFound when there is no such file
   * @throws VaultException.InvalidInput when it has no manifest beside it, or is no backup
   * @throws VaultException.Tampered when it is not what the manifest says, cut short for example
   * @throws VaultException.KeyUnavailable when {@code trust} has no key of that log
   * @throws VaultException.UnsupportedFormat when a newer version made it
   */
  public static BackupReport verifyBackup(Path backup, Optional<TrustPolicy> trust) {
    Objects.requireNonNull(backup, "backup");
    return new BackupCheck(backup, Objects.requireNonNull(trust, "trust")).run();
  }

  /**
   * Puts a backup back, into a place where nothing is: whoever was erased since is erased again,
   * and the vault goes on with a new log that names the incident. Never writes over anything, and
   * rolls nothing back silently: keep what was lost as evidence, and tell the auditor.
   *
   * <p>Killed at any moment there is nothing at {@code target}, or all of it. A backup of SQLite or
   * PostgreSQL can be put into either.
   *
   * @param target as for {@link #create(String, Unlock)}
   * @param unlocks secrets of slots that the vault had when the backup was taken
   * @throws VaultException.Refused when there is something at {@code target}, another restore of it
   *     runs, or the register of erasures lacks one
   * @throws VaultException.AccessDenied when the policy in the backup does not let {@code
   *     administrator} administer
   * @throws VaultException.KeyUnavailable when no slot opens, or the register was signed with keys
   *     that neither the backup nor {@link RestoreOptions#trust} knows
   * @throws VaultException for a bad backup, as {@link #verifyBackup}
   */
  public static RestoreReport restore(
      Path backup,
      String target,
      List<Unlock> unlocks,
      Actor administrator,
      RestoreOptions options) {
    Objects.requireNonNull(backup, "backup");
    Objects.requireNonNull(unlocks, "unlocks");
    Objects.requireNonNull(administrator, "administrator");
    Objects.requireNonNull(options, "options");
    return new VaultRestoration(
            backup,
            StoreLocation.parse(Objects.requireNonNull(target, "target")),
            unlocks,
            administrator,
            options)
        .run();
  }

  /**
   * Holds every row of a vault, damaged or not, against the log entry that committed it. Verify the
   * log first. Neither the file nor its {@code -wal} is changed; where there is a {@code -wal},
   * SQLite may leave its {@code -shm} beside it, so the folder must be writable.
   *
   * @throws VaultException.KeyUnavailable when no secret opens a slot
   * @throws VaultException.StorageFailed when there is no vault, or it cannot be read
   * @throws VaultException.Tampered when it is so damaged that rows cannot be held against anything
   */
  public static RecordsReport verifyRecords(String location, Unlock... unlocks) {
    return verifyRecords(location, List.of(unlocks), VaultOptions.defaults());
  }

  /** As {@link #verifyRecords(String, Unlock...)}, with the database login of {@code options}. */
  public static RecordsReport verifyRecords(
      String location, List<Unlock> unlocks, VaultOptions options) {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(unlocks, "unlocks");
    Objects.requireNonNull(options, "options");
    return VaultExamination.records(
        StoreLocation.parse(location), options.databaseLogin(), unlocks);
  }

  /**
   * Writes the log of a vault, damaged or not, into {@code directory}, as it stands and without a
   * key, up to its newest signature. The vault's files stay as with {@link #verifyRecords}.
   *
   * @param directory new or empty
   * @throws VaultException.Refused when the directory is not empty
   * @throws VaultException.StorageFailed when there is no vault, or a file cannot be read or
   *     written
   */
  public static void exportLog(String location, Path directory) {
    exportLog(location, directory, VaultOptions.defaults());
  }

  /** As {@link #exportLog(String, Path)}, with the database login of {@code options}. */
  public static void exportLog(String location, Path directory, VaultOptions options) {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(options, "options");
    LogExport.examine(
        StoreLocation.parse(location), options.databaseLogin(), directory, Optional.empty());
  }

  /**
   * As {@link #exportLog(String, Path, VaultOptions)}, of another log than the newest.
   *
   * @param log an origin, or how it ends: {@code 2026}, or {@code 2026-2}
   * @throws VaultException.NotFound when no log of this vault is called so
   */
  public static void exportLog(String location, Path directory, VaultOptions options, String log) {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(log, "log");
    LogExport.examine(
        StoreLocation.parse(location), options.databaseLogin(), directory, Optional.of(log));
  }

  /**
   * What the server of a database says of itself, whether there is a vault in it or not; empty for
   * a file. Nothing is written.
   *
   * @throws VaultException.StorageFailed when it cannot be reached, or lets nobody in
   * @throws VaultException.Refused when it is set in a way that would lose data
   */
  public static Optional<DatabaseServer> server(String location, VaultOptions options) {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(options, "options");
    return Store.server(StoreLocation.parse(location), options.databaseLogin());
  }

  /** {@code actor} at work for {@code purpose}. Who the actor is, is the application's word. */
  public Session as(Actor actor, Purpose purpose) {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(purpose, "purpose");
    return new Session(new Access(engine, actor, purpose, null));
  }

  /** {@code administrator} at work on slots, policy, schema and backups, for purpose HSYSADMIN. */
  public Administration administration(Actor administrator) {
    Objects.requireNonNull(administrator, "administrator");
    return new Administration(new Access(engine, administrator, Purpose.HSYSADMIN, null));
  }

  /** {@code auditor} at work on the log, for purpose HSYSADMIN. */
  public AuditTrail auditTrail(Actor auditor) {
    return auditTrail(auditor, Purpose.HSYSADMIN);
  }

  /** {@code auditor} at work on the log for {@code purpose}. */
  public AuditTrail auditTrail(Actor auditor, Purpose purpose) {
    return new AuditTrail(new Access(engine, auditor, purpose, null));
  }

  /** The vault's id, random and for ever; no secret. */
  public VaultId id() {
    return engine.id;
  }

  /**
   * Why the log is not being signed: its last signing failed, or another process has held the right
   * to sign for seconds without doing it; or that the database lost entries under this process.
   * Empty when all is well.
   */
  public Optional<VaultException> signingTrouble() {
    return engine.trouble();
  }

  /**
   * Commits what waits, signs the log, and drops the keys. Sessions of this vault end with it: they
   * throw {@link VaultException.AuditUnavailable} or {@link VaultException.StorageFailed}
   * afterwards. An interrupted thread closes as any other and stays interrupted; closing again does
   * nothing.
   *
   * @throws VaultException when the log could not be signed, after everything was closed; it is
   *     signed when the vault is open again
   */
  @Override
  public void close() {
    engine.close();
  }

  Engine engine() {
    return engine;
  }
}

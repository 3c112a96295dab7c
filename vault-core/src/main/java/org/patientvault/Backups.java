package org.patientvault;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.patientvault.audit.BackupManifest;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.jobs.BackupFiles;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.store.DatabaseLogin;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backups: made while others work, sealed as the vault is, each with a manifest that the log names.
 *
 * <p>A backup is a file of SQLite, whatever the vault's database is, and {@code FILE.manifest}
 * beside it. It opens with the slots that the vault had; whoever has one of their secrets can read
 * it. {@link Vault#verifyBackup} checks it without keys, {@link Vault#restore} puts it back. Safe
 * for use by several threads.
 */
public final class Backups {
  private static final Logger LOG = LoggerFactory.getLogger(Backups.class);

  private final Engine engine;
  private final Function<EventCode, EntryDraft> drafts;

  Backups(Engine engine, Function<EventCode, EntryDraft> drafts) {
    this.engine = engine;
    this.drafts = drafts;
  }

  /** As {@link #make(Path, Duration)}, kept for as long as the {@link ErasureRule} says. */
  public BackupManifest make(Path target) {
    int days = engine.store.read(ErasureRule::inForce).backupDays();
    return make(target, Duration.ofDays(days));
  }

  /**
   * Copies a consistent state of the vault, while others go on.
   *
   * @param target where nothing is yet; made readable by its owner alone
   * @param keep after which the backup is to be destroyed: the log and the certificates of erasures
   *     say so, nothing does it by itself
   * @return the manifest, as it lies beside the file
   * @throws VaultException.Refused when there is something at {@code target} already, be it empty
   * @throws VaultException.InvalidInput when no vault can be at {@code target}, see {@link
   *     Vault#create}
   * @throws VaultException.StorageFailed when it cannot be written; nothing of it is kept
   * @throws VaultException.AuditUnavailable when the log could not be written; nothing is kept
   */
  public BackupManifest make(Path target, Duration keep) {
    if (keep.toHours() < 1 || keep.toDays() > 36_500) {
      throw new IllegalArgumentException("a backup is kept for an hour to 36,500 days");
    }
    EntryDraft draft = drafts.apply(EventCode.BACKUP);
    BackupFiles files = new BackupFiles(target);
    Instant now = engine.options.clock().instant();
    files.requireNothing(now);
    String id = engine.newId().replace("-", "");
    Path part = files.part(id);
    boolean made = false;
    engine.ledger.append(List.of(BackupRegister.begun(engine, draft, id, now.plus(keep))));
    try {
      engine.publishing.now();
      engine.store.backupTo(part);
      // Keys that somebody made since the entry are in the copy too.
      engine.refreshRules();
      BackupManifest.Contents contents = contents(part, id, now, now.plus(keep));
      EntryDraft whole = BackupRegister.made(draft, id, contents.keys());
      BackupManifest manifest = named(Bytes.wrap(contents.text()), whole);
      files.publish(part, manifest);
      made = true;
      return manifest;
    } finally {
      if (!made) {
        BackupFiles.discard(part);
        tellGone(draft, id);
      }
    }
  }

  /** Whoever waits is told why there is no backup, and not that this could not be told. */
  private void tellGone(EntryDraft draft, String id) {
    try {
      engine.ledger.append(List.of(BackupRegister.gone(draft, id)));
    } catch (VaultException e) {
      LOG.warn("the log could not be told that backup {} was not made: {}", id, e.getMessage());
    }
  }

  /** What stands in the copy, and not in the vault, which goes on meanwhile. */
  private BackupManifest.Contents contents(Path part, String id, Instant at, Instant until) {
    BackupManifest.FileFacts file = BackupFiles.facts(part);
    try (Store copy =
        Store.examine(StoreLocation.parse(part.toString()), new DatabaseLogin(null, null))) {
      return copy.readAtLength(
          rows ->
              new BackupManifest.Contents(
                  id,
                  engine.id.toString(),
                  at,
                  until,
                  engine.store.kind(),
                  Store.LAYOUT,
                  file,
                  rows.countAll(),
                  log(rows),
                  rows.erasures().lastNumber(),
                  keys(rows)));
    }
  }

  static BackupManifest.LogFacts log(ReadView rows) {
    LogHeadRow head =
        rows.logHead(rows.theState().shard())
            .orElseThrow(() -> new VaultException.Tampered("the vault's log head is gone"));
    return new BackupManifest.LogFacts(head.origin(), head.size(), head.root());
  }

  private Map<String, String> keys(ReadView rows) {
    Map<String, String> keys = new TreeMap<>();
    BackupRegister.held(engine, rows)
        .forEach((level, ids) -> keys.put(level.text(), String.join(",", ids)));
    return keys;
  }

  /** The log names the text, and is signed: so is the text then. */
  private BackupManifest named(Bytes text, EntryDraft draft) {
    return new BackupManifest(text, SignedText.publish(engine, text, draft));
  }

  /** Every backup that was begun, the oldest first; takes about as long as reading the log. */
  public List<BackupKeys> all() {
    return BackupRegister.of(engine);
  }

  /**
   * Notes that a backup was destroyed, with every copy of it: keys that it held can then be
   * destroyed, and certificates do not name it any more. Believed as it is said.
   *
   * @param id at least its first eight characters
   * @throws VaultException.NotFound when no backup that is there begins so, or several do
   */
  public void destroyed(String id) {
    Objects.requireNonNull(id, "id");
    EntryDraft draft = drafts.apply(EventCode.BACKUP);
    List<BackupKeys> found =
        all().stream()
            .filter(backup -> !backup.gone() && id.length() >= 8 && backup.id().startsWith(id))
            .toList();
    if (found.size() != 1) {
      throw new VaultException.NotFound(
          found.size() + " backups that are there have an id that begins so; see key backups");
    }
    engine.ledger.append(List.of(BackupRegister.gone(draft, found.get(0).id())));
  }
}

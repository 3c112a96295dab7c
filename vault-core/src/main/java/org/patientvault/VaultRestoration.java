package org.patientvault;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.BackupManifest;
import org.patientvault.audit.BackupManifest.LogFacts;
import org.patientvault.audit.LogPublicKeys;
import org.patientvault.internal.crypto.LogKeys;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.jobs.BackupFiles;
import org.patientvault.internal.jobs.EraseRegister;
import org.patientvault.internal.jobs.RestorePlace;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.DatabaseLogin;
import org.patientvault.internal.store.Placement;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a backup back: made ready in a copy that nobody sees, then put to its place in one step. */
final class VaultRestoration {
  private static final Logger LOG = LoggerFactory.getLogger(VaultRestoration.class);

  private final Path backup;
  private final StoreLocation target;
  private final List<Unlock> unlocks;
  private final Actor actor;
  private final RestoreOptions options;

  VaultRestoration(
      Path backup,
      StoreLocation target,
      List<Unlock> unlocks,
      Actor actor,
      RestoreOptions options) {
    this.backup = backup;
    this.target = target;
    this.unlocks = List.copyOf(unlocks);
    this.actor = actor;
    this.options = options;
  }

  RestoreReport run() {
    DatabaseLogin login = options.vault().databaseLogin();
    Placement placement = new Placement(target, login);
    try (RestorePlace place = RestorePlace.of(placement.folder(), target.toString())) {
      placement.requireNothing();
      BackupReport checked = new BackupCheck(backup, options.trust()).run();
      Path ready = copied(place, checked);
      RestoreReport report = makeReady(ready, checked.manifest());
      placement.put(ready);
      sign();
      return report;
    }
  }

  /** What is worked on is what was checked. */
  private Path copied(RestorePlace place, BackupReport checked) {
    Path copy = place.copyOf(backup);
    if (!BackupFiles.facts(copy).equals(checked.contents().file())) {
      throw new VaultException.Tampered("the backup was changed while it was read");
    }
    return copy;
  }

  private RestoreReport makeReady(Path copy, BackupManifest manifest) {
    try (Store store =
        Store.open(StoreLocation.parse(copy.toString()), new DatabaseLogin(null, null))) {
      VaultId vault = store.read(VaultOpening::vaultId);
      try (Slots.Opened secrets = Slots.open(vault, store.read(ReadView::slots), unlocks)) {
        VaultKeys keys = VaultKeys.open(vault, secrets.root(), store.read(VaultOpening::keysets));
        return begin(store, vault, keys, LogKeys.parse(secrets.log()), manifest);
      }
    }
  }

  private RestoreReport begin(
      Store store, VaultId vault, VaultKeys keys, LogKeys logKeys, BackupManifest manifest) {
    LogPublicKeys own = LogPublicKeys.of(LogBooks.signer(logKeys));
    Shard newest = store.read(VaultOpening::shard);
    if (!store.read(rows -> LogIdentity.named(rows, newest.number())).equals(Optional.of(own))) {
      throw new VaultException.Tampered(
          "the log in the backup names other keys than its slots hold");
    }
    Map<Integer, PatientRef> known = store.readAtLength(KnownErasures::in);
    List<RegisteredErasures.Registered> later =
        options
            .register()
            .map(folder -> new EraseRegister(folder, vault).certificates())
            .map(all -> new RegisteredErasures(own, newest, options.trust()).behind(known, all))
            .orElse(List.of());
    ReplayedErasures erasures =
        store.readAtLength(
            rows -> ReplayedErasures.of(rows, vault, keys, books(store, rows, keys), later));
    Optional<LogFacts> lost =
        options.lastSigned().flatMap(file -> LostHead.of(file, own, options.trust(), newest));
    RestoredLog log = new RestoredLog(vault, keys, logKeys, options, actor);
    RestoreReport report = store.write(rows -> log.begin(rows, manifest, erasures, lost));
    store.scrub();
    return report;
  }

  private List<LogBooks> books(Store store, ReadView rows, VaultKeys keys) {
    return LogChain.of(rows).stream()
        .map(log -> new LogBooks(store, log, keys, options.vault().clock()))
        .toList();
  }

  /** A vault that opens is signed too; where it does not open yet, the next process signs. */
  private void sign() {
    try (Engine engine = VaultOpening.open(target, unlocks, options.vault())) {
      engine.publishing.now();
    } catch (VaultException e) {
      LOG.warn("the restored vault was not signed yet: {}", e.getMessage());
    }
  }
}

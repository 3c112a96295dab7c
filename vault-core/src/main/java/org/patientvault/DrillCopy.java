package org.patientvault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.BackupManifest;
import org.patientvault.internal.jobs.BackupFiles;
import org.patientvault.internal.jobs.DrillPlace;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vault that a drill makes of a backup, in a folder of its own. Shares nothing with the live
 * one: it writes no certificate, keeps no last signed head, and asks no witness. For one thread.
 */
final class DrillCopy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DrillCopy.class);

  /** Longer than any drill: witnesses are asked no sooner than that. */
  private static final Duration NEVER = Duration.ofDays(30);

  private final Engine live;
  private final Actor actor;
  private final DrillPlace place;
  private final Path backup;
  private @Nullable RestoreReport restored;
  private @Nullable Engine open;

  DrillCopy(Engine live, Actor actor, DrillPlace place, Optional<Path> backup) {
    this.live = live;
    this.actor = actor;
    this.place = place;
    this.backup = backup.orElseGet(() -> place.path("backup"));
  }

  Path backup() {
    return backup;
  }

  String location() {
    return place.path("copy.vault").toString();
  }

  DrillPlace place() {
    return place;
  }

  BackupManifest manifest() {
    return new BackupFiles(backup).read();
  }

  private VaultOptions options() {
    return VaultOptions.defaults()
        .withNode("drill")
        .withClock(live.options.clock())
        .withPublishEvery(NEVER);
  }

  RestoreReport restore(List<Unlock> unlocks, DrillOptions drill) {
    RestoreOptions register =
        Optional.ofNullable(live.options.erasureRegister())
            .map(folder -> RestoreOptions.of("drill", folder))
            .orElseGet(() -> RestoreOptions.withoutRegister("drill"))
            .withVault(options());
    RestoreReport report =
        Vault.restore(
            backup,
            location(),
            unlocks,
            actor,
            drill.trust().map(register::withTrust).orElse(register));
    restored = report;
    return report;
  }

  /** What the restore said; it went well. */
  RestoreReport restored() {
    RestoreReport report = restored;
    if (report == null) {
      throw new AssertionError("asked before anything was put back");
    }
    return report;
  }

  /** Opens it; closed first where it is open. */
  void open(List<Unlock> unlocks) {
    shut();
    open = VaultOpening.open(StoreLocation.parse(location()), unlocks, options());
  }

  Engine engine() {
    Engine engine = open;
    if (engine == null) {
      throw new AssertionError("asked before the copy was opened");
    }
    return engine;
  }

  Access access() {
    return new Access(engine(), actor, Purpose.HSYSADMIN, null);
  }

  Administration administration() {
    return new Administration(access());
  }

  /** Every row against the log, with the copy closed. */
  RecordsReport examine(List<Unlock> unlocks) {
    shut();
    return Vault.verifyRecords(location(), unlocks, options());
  }

  private void shut() {
    Engine engine = open;
    open = null;
    if (engine != null) {
      engine.close();
    }
  }

  /** That the last entries of a copy were not signed, for want of room say, harms nobody. */
  @Override
  public void close() {
    try {
      shut();
    } catch (VaultException e) {
      LOG.warn("the drill's copy was not closed well: {}", e.getMessage());
    }
  }
}

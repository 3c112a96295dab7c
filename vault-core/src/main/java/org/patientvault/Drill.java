package org.patientvault;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.patientvault.audit.BackupManifest;
import org.patientvault.audit.DrillCount;
import org.patientvault.audit.DrillStep;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.keys.Unlock;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/** The steps of one drill. For one thread. */
final class Drill {
  private static final double ROOM = 2.5;
  private static final Duration BACKUP_KEPT = Duration.ofDays(1);

  private final Engine live;
  private final Function<EventCode, EntryDraft> drafts;
  private final DrillOptions options;
  private final DrillSteps steps;
  private final DrillCopy copy;
  private final DrillChecks checks;
  private final String seed;

  Drill(
      Engine live,
      Function<EventCode, EntryDraft> drafts,
      DrillOptions options,
      DrillSteps steps,
      DrillCopy copy,
      String seed) {
    this.live = live;
    this.drafts = drafts;
    this.options = options;
    this.steps = steps;
    this.copy = copy;
    this.checks = new DrillChecks(live, copy);
    this.seed = seed;
  }

  void restore(List<Unlock> unlocks) {
    putBack(unlocks);
    steps.may(DrillStep.FOLLOWS, checks::follows);
    steps.may(DrillStep.LOG, () -> steps.count(DrillCount.LOGS, checks.logs()));
    steps.may(DrillStep.ROWS, () -> rows(unlocks));
    steps.must(DrillStep.OPEN, () -> copy.open(unlocks));
    steps.may(DrillStep.ERASED, () -> steps.count(DrillCount.REGISTERED, checks.erased()));
    steps.may(DrillStep.SAMPLE, this::sample);
  }

  void lostHsm(Recovery recovery) {
    List<Unlock> key = new ArrayList<>();
    steps.must(DrillStep.RECOVERY, () -> key.add(recovery.unlock()));
    putBack(key);
    Unlock fresh = fresh();
    steps.must(DrillStep.OPEN, () -> copy.open(key));
    steps.must(DrillStep.SLOT_ADD, () -> copy.administration().addSlot(key, fresh));
    steps.must(DrillStep.SLOTS_REMOVE, () -> removeAllBut(fresh));
    steps.must(DrillStep.RENEW, () -> renewRoot(fresh));
    steps.may(DrillStep.ROWS, () -> rows(List.of(fresh)));
    steps.must(DrillStep.OPEN_AGAIN, () -> copy.open(List.of(fresh)));
    steps.may(DrillStep.SAMPLE, this::sample);
  }

  void keyCompromise(KeyLevel level, List<Unlock> unlocks) {
    putBack(unlocks);
    steps.must(DrillStep.OPEN, () -> copy.open(unlocks));
    steps.must(DrillStep.RENEW, () -> compromise(level, unlocks));
    steps.may(DrillStep.COUNT, this::left);
    steps.may(DrillStep.ROWS, () -> rows(unlocks));
    steps.must(DrillStep.OPEN_AGAIN, () -> copy.open(unlocks));
    steps.may(DrillStep.SAMPLE, this::sample);
  }

  /** What every drill begins with. */
  private void putBack(List<Unlock> unlocks) {
    steps.must(DrillStep.SPACE, this::space);
    steps.must(DrillStep.BACKUP, this::takeBackup);
    steps.must(DrillStep.CHECK, () -> checks.backup(options));
    steps.must(
        DrillStep.COPY,
        () -> steps.count(DrillCount.ERASED_AGAIN, copy.restore(unlocks, options).erased()));
  }

  /** What joins shares, or reads a key. */
  interface Recovery {
    Unlock unlock();
  }

  private void space() {
    long bytes = options.backup().isPresent() ? size() : live.store.read(ReadView::bytes);
    long room = copy.place().room();
    steps.count(DrillCount.BYTES, bytes);
    options
        .told()
        .accept("the vault takes " + bytes + " bytes; there is room for " + room + " bytes");
    if (room < bytes * ROOM) {
      throw new VaultException.StorageFailed(
          "there is no room for two and a half times the vault; name another folder (--scratch)");
    }
  }

  private long size() {
    try {
      return Files.size(copy.backup());
    } catch (IOException e) {
      throw new VaultException.NotFound("the backup is not there, or cannot be read");
    }
  }

  private void takeBackup() {
    if (options.backup().isPresent()) {
      steps.backup(copy.manifest().contents().id());
      return;
    }
    Backups backups = new Backups(live, drafts);
    BackupManifest made =
        options.keep() ? backups.make(copy.backup()) : backups.make(copy.backup(), BACKUP_KEPT);
    steps.backup(made.contents().id());
  }

  private void rows(List<Unlock> unlocks) {
    RecordsReport report = copy.examine(unlocks);
    steps.count(DrillCount.ROWS, report.rows());
    steps.count(DrillCount.FINDINGS, report.findings().size());
    if (!report.findings().isEmpty()) {
      throw new VaultException.Tampered(
          report.findings().size() + " rows of the copy are not what its log says");
    }
  }

  private void sample() {
    DrillSample sample = new DrillSample(copy.access());
    steps.count(DrillCount.PATIENTS, copy.engine().store.read(ReadView::countPatients) - 1);
    List<PatientRef> drawn = sample.draw(seed, options.sample());
    long records = 0;
    for (PatientRef patient : drawn) {
      records += sample.open(patient);
    }
    steps.count(DrillCount.SAMPLED, drawn.size());
    steps.count(DrillCount.RECORDS, records);
  }

  private void renewRoot(Unlock fresh) {
    told(DrillRenewal.root(copy.administration().keys(), List.of(fresh)));
  }

  private void compromise(KeyLevel level, List<Unlock> unlocks) {
    DrillRenewal.Renewed renewed = DrillRenewal.of(copy.administration(), level, unlocks);
    told(renewed);
    renewed.reachable().ifPresent(steps::reachable);
  }

  private void told(DrillRenewal.Renewed renewed) {
    steps.count(DrillCount.RENEWED, renewed.renewed());
    steps.count(DrillCount.SLOTS_STALE, renewed.stale());
  }

  /** Of every level that was reachable. */
  private void left() {
    KeyCensus census = copy.administration().keys().census();
    long left =
        steps.reachable().stream()
            .flatMap(found -> found.windows().stream())
            .mapToLong(window -> census.underOlderKeys(KeyLevel.parse(window.level())))
            .sum();
    steps.count(DrillCount.LEFT, left);
    if (left > 0) {
      throw new VaultException.Refused(left + " values of the copy are still under older keys");
    }
  }

  /** A key store in the drill's folder, with a password that nobody knows. */
  private Unlock fresh() {
    byte[] secret = new byte[24];
    live.random.nextBytes(secret);
    char[] password = HexFormat.of().formatHex(secret).toCharArray();
    return Unlock.keystore(copy.place().path("new-slot.p12"), "drill", password::clone);
  }

  /** Two administrators need not agree to what is done to a copy that goes at once. */
  private void removeAllBut(Unlock fresh) {
    Engine engine = copy.engine();
    List<SlotRow> others =
        engine.store.read(ReadView::slots).stream()
            .filter(slot -> !slot.uri().equals(fresh.uri().text()))
            .toList();
    for (SlotRow slot : others) {
      EntryDraft draft = copy.access().draft(EventCode.KEY_SLOT_REMOVE, engine.rules());
      engine.ledger.commit(
          new SlotUnit(
              engine,
              draft.with("kind", slot.kind()),
              List.of(),
              List.of(),
              List.of(slot),
              (transaction, of) -> of));
    }
    steps.count(DrillCount.SLOTS_REMOVED, others.size());
  }
}

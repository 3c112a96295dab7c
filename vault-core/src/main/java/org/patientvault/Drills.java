package org.patientvault;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.patientvault.audit.DrillFacts;
import org.patientvault.audit.DrillKind;
import org.patientvault.audit.DrillReport;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.jobs.DrillPlace;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/**
 * What is to be done in an emergency, rehearsed on a copy: the vault itself is only backed up, and
 * its log tells of that and names the report.
 *
 * <p>The copy is opened with the vault's own secrets, in a folder that only its owner may enter,
 * and goes afterwards; killed, the next drill there takes it away. The records of some patients are
 * opened in it, and nothing of them leaves. A step that fails is in the report, and what can be
 * tried behind it is tried. Safe for use by several threads; one drill at a time in one folder.
 *
 * <p>Each method throws {@link VaultException.Refused} while another drill works in the folder,
 * {@link VaultException.StorageFailed} when there can be no such folder or it cannot be taken away,
 * {@link VaultException.AuditUnavailable} when the log could not be written, and {@link
 * VaultException.AccessDenied} when the policy does not let this role administer.
 */
public final class Drills {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Engine engine;
  private final Function<EventCode, EntryDraft> drafts;
  private final Actor actor;

  Drills(Engine engine, Function<EventCode, EntryDraft> drafts, Actor actor) {
    this.engine = engine;
    this.drafts = drafts;
    this.actor = actor;
  }

  /** Puts a backup back, and holds what comes of it against log, register and vault. */
  public DrillReport restore(List<Unlock> unlocks, DrillOptions options) {
    Objects.requireNonNull(unlocks, "unlocks");
    return hold(DrillKind.RESTORE, Optional.empty(), options, drill -> drill.restore(unlocks));
  }

  /**
   * Opens a copy with a recovery key alone, and gives it another slot and another root.
   *
   * @param recovery reads the key, or joins the shares; that it fails is a step that failed
   */
  public DrillReport lostHsm(Supplier<Unlock> recovery, DrillOptions options) {
    Objects.requireNonNull(recovery, "recovery");
    return hold(
        DrillKind.LOST_HSM, Optional.empty(), options, drill -> drill.lostHsm(recovery::get));
  }

  /**
   * Does to a copy what {@link KeyAdministration#compromise} does to a vault: tells of the key in
   * use, renews it and all below it, and counts that nothing is left under older ones. The report
   * has what was reachable from when to when, as the copy's log says.
   *
   * @param level {@link KeyLevel#PATIENT_WRAP} or {@link KeyLevel#ROOT}
   */
  public DrillReport keyCompromise(KeyLevel level, List<Unlock> unlocks, DrillOptions options) {
    Objects.requireNonNull(unlocks, "unlocks");
    if (level != KeyLevel.PATIENT_WRAP && level != KeyLevel.ROOT) {
      throw new IllegalArgumentException("this drill renews patient-wrap or root");
    }
    return hold(
        DrillKind.KEY_COMPROMISE,
        Optional.of(level),
        options,
        drill -> drill.keyCompromise(level, unlocks));
  }

  private DrillReport hold(
      DrillKind kind, Optional<KeyLevel> level, DrillOptions options, Consumer<Drill> work) {
    EntryDraft draft = drafts.apply(EventCode.KEY_STATE).with("action", "drill");
    Instant at = engine.options.clock().instant();
    DrillSteps steps = new DrillSteps(System::nanoTime, options.told());
    String seed = options.seed().orElseGet(this::newSeed);
    // The copy's own log goes with the copy: that records are opened in one, the vault's log keeps.
    engine.ledger.append(
        List.of(draft.with("drill", kind.text()).with("state", "begins").with("seed", seed)));
    take(steps, options, at, seed, work);
    DrillFacts facts =
        new DrillFacts(
            kind,
            engine.id.toString(),
            at,
            level.map(KeyLevel::text),
            steps.backup(),
            seed,
            steps.counts(),
            steps.reachable(),
            steps.done());
    return report(facts, draft.with("drill", kind.text()).with("passed", facts.passed()));
  }

  /** Nothing is left of the copy unless it is to be kept. */
  private void take(
      DrillSteps steps, DrillOptions options, Instant at, String seed, Consumer<Drill> work) {
    boolean kept = false;
    DrillPlace place = DrillPlace.of(options.scratch(), engine.id);
    try (place) {
      try (DrillCopy copy = new DrillCopy(engine, actor, place, options.backup())) {
        work.accept(new Drill(engine, drafts, options, steps, copy, seed));
      }
      if (options.keep()) {
        String name = "drill-" + SECOND.format(at) + "-" + newSeed();
        options.told().accept("kept: " + place.keep(name));
        kept = true;
      }
    } finally {
      // Said only of a backup that was made here, and is not there any more.
      if (options.backup().isEmpty() && !kept && !place.isThere()) {
        steps.backup().ifPresent(this::gone);
      }
    }
  }

  private void gone(String backup) {
    engine.ledger.append(List.of(BackupRegister.gone(drafts.apply(EventCode.BACKUP), backup)));
  }

  private DrillReport report(DrillFacts facts, EntryDraft draft) {
    Bytes text = Bytes.wrap(facts.text());
    return new DrillReport(text, SignedText.publish(engine, text, draft));
  }

  private String newSeed() {
    byte[] seed = new byte[8];
    engine.random.nextBytes(seed);
    return HexFormat.of().formatHex(seed);
  }
}

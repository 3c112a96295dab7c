package org.patientvault;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.internal.crypto.KeyFacts;
import org.patientvault.internal.crypto.KeysetName;
import org.patientvault.internal.jobs.Exposed;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.sealing.KeyStates;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/**
 * Tells the log of a compromise, renews what was reachable, and reports it. Where it stands is in
 * the log alone: what has no renewal there is renewed. For one thread.
 */
final class KeyCompromise {
  private static final int MOST_REASON = 2_000;

  private final Engine engine;
  private final Function<EventCode, EntryDraft> drafts;
  private final KeyAdministration keys;
  private final List<Unlock> unlocks;
  private final JobOptions options;

  /** What somebody says is compromised; {@code slot} is empty for a key. */
  record Asked(KeyLevel level, int key, String slot, String reason) {
    Asked {
      if (reason.isBlank() || reason.length() > MOST_REASON) {
        throw new IllegalArgumentException("a reason has 1 to 2,000 characters");
      }
    }

    boolean isOf(KeyTimeline.Told told) {
      return told.text("level").equals(level.text())
          && (key == 0 || told.number("key") == key)
          && (slot.isEmpty() ? told.text("slot").isEmpty() : told.text("slot").startsWith(slot));
    }
  }

  KeyCompromise(
      Engine engine,
      Function<EventCode, EntryDraft> drafts,
      KeyAdministration keys,
      List<Unlock> unlocks,
      JobOptions options) {
    this.engine = engine;
    this.drafts = drafts;
    this.keys = keys;
    this.unlocks = unlocks;
    this.options = options;
  }

  CompromiseReport run(Asked asked) {
    KeyTimeline timeline = timeline();
    Optional<KeyTimeline.Told> open = timeline.open(asked::isOf);
    if (open.isEmpty() && isGone(asked.slot())) {
      Optional<KeyTimeline.Told> seenTo = timeline.done(asked::isOf);
      if (seenTo.isPresent()) {
        return toldAgain(seenTo.get());
      }
    }
    KeyTimeline.Told told = open.orElseGet(() -> tell(asked));
    if (!told.text("slot").isEmpty() && slot(told.text("slot")).isPresent()) {
      keys.removeSlot(told.text("slot"));
    }
    for (Optional<KeyLevel> next = next(told); next.isPresent(); next = next(told)) {
      renew(next.get());
    }
    return close(told);
  }

  /** A slot is removed once, so its compromise is over where it is: who asks missed the answer. */
  private boolean isGone(String slot) {
    return !slot.isEmpty()
        && engine.store.read(ReadView::slots).stream()
            .noneMatch(each -> each.slotId().hex().startsWith(slot));
  }

  /** The reason is a detail of the log: who reads it is in the log first. */
  private CompromiseReport toldAgain(KeyTimeline.Told told) {
    engine.ledger.append(
        List.of(drafts.apply(EventCode.LOG_READ).with("compromise", told.text(KeyTimeline.ID))));
    return seenTo(told);
  }

  private KeyTimeline timeline() {
    return engine.store.readAtLength(rows -> KeyTimeline.of(engine, rows));
  }

  private Optional<SlotRow> slot(String id) {
    return engine.store.read(ReadView::slots).stream()
        .filter(each -> each.slotId().hex().equals(id))
        .findFirst();
  }

  /** The first entry: the log tells of it, whatever becomes of the rest. */
  private KeyTimeline.Told tell(Asked asked) {
    EntryDraft draft = drafts.apply(EventCode.COMPROMISE);
    int key = key(asked);
    String slot =
        asked.slot().isEmpty() ? "" : Administration.slot(engine, asked.slot()).slotId().hex();
    byte[] random = new byte[16];
    engine.random.nextBytes(random);
    String id = HexFormat.of().formatHex(random);
    JsonValue facts =
        engine.store.readAtLength(
            rows ->
                CompromiseFacts.begun(
                        id,
                        asked.level(),
                        key,
                        slot,
                        from(rows, asked.level(), key),
                        counts(rows, asked.level(), key))
                    .build());
    commit(
        draft
            .with(KeyTimeline.marked(id, KeyTimeline.BEGUN))
            .with(Map.of("level", asked.level().text(), "key", (long) key))
            .with("reason", asked.reason()),
        facts);
    return timeline().told(KeyTimeline.BEGUN, id).orElseThrow(KeyCompromise::gone);
  }

  private static VaultException.Tampered gone() {
    return new VaultException.Tampered(
        "the log's text of a compromise is gone; run patientvault audit verify --records");
  }

  private void commit(EntryDraft draft, JsonValue facts) {
    engine.ledger.commit(new PublishedTextUnit(Bytes.wrap(CanonicalJson.write(facts)), draft));
  }

  /** The id of the key that is meant, which must be there or have been. */
  private int key(Asked asked) {
    if (asked.level() == KeyLevel.ROOT || asked.level() == KeyLevel.LOG) {
      return 1;
    }
    List<Integer> ids =
        asked.level() == KeyLevel.PATIENTS
            ? engine.store.read(rows -> rows.patientKeyVersions(KeyStates.DESTROYED))
            : engine.keys.keys(KeysetName.called(asked.level().text())).stream()
                .filter(each -> each.state() != KeyFacts.State.PRE_ACTIVE)
                .map(KeyFacts::id)
                .toList();
    int newest = ids.stream().max(Integer::compare).orElseThrow();
    if (asked.key() < 0 || asked.key() > newest) {
      throw new VaultException.NotFound(
          asked.level().text() + " has no key " + asked.key() + "; see patientvault key census");
    }
    return asked.key() == 0 ? newest : asked.key();
  }

  private CompromiseReport.Moment from(ReadView rows, KeyLevel level, int key) {
    Shard newest = engine.books().shard();
    CompromiseReport.Moment now =
        new CompromiseReport.Moment(newest.origin(), Long.MAX_VALUE - 1, Instant.EPOCH);
    return KeyTimeline.of(engine, rows).ofKey(level, key, now).from();
  }

  private CompromiseReport.Counts counts(ReadView rows, KeyLevel level, int key) {
    Exposed.Counts rowsOf = keys.exposed().count(rows, level, key, engine.reserved);
    boolean details = level == KeyLevel.ROOT || level == KeyLevel.DETAIL_WRAP;
    return new CompromiseReport.Counts(
        rowsOf.patients(),
        rowsOf.records(),
        rowsOf.revisions(),
        rowsOf.identifiers(),
        rowsOf.byType(),
        rowsOf.byClass(),
        details ? KeyTimeline.of(engine, rows).details(rows) : new TreeMap<>());
  }

  private Optional<KeyLevel> next(KeyTimeline.Told told) {
    return CompromisedLevels.windows(timeline(), told).stream()
        .filter(window -> window.to().isEmpty())
        .map(CompromiseReport.Window::level)
        .findFirst();
  }

  /** A job that somebody began, or that was killed, comes first: there is one at a time. */
  private void renew(KeyLevel level) {
    keys.resumeOpen(options)
        .ifPresentOrElse(
            KeyCompromise::checkEnded,
            () -> {
              switch (level) {
                case ROOT -> keys.rotateRoot(unlocks);
                case LOG -> keys.rotateLog(unlocks);
                default -> checkEnded(keys.rotate(level, options));
              }
            });
  }

  private static void checkEnded(JobStatus job) {
    if (!job.ended()) {
      throw new VaultException.Refused(
          "the job " + job.id() + " was paused; run this again when it may go on");
    }
  }

  private CompromiseReport close(KeyTimeline.Told told) {
    CompromiseReport report =
        engine.store.readAtLength(
            rows -> report(rows, KeyTimeline.of(engine, rows), told, told.at()));
    commit(
        drafts
            .apply(EventCode.COMPROMISE)
            .with(KeyTimeline.marked(report.id(), KeyTimeline.DONE))
            .with(Map.of("level", report.level().text(), "key", (long) report.key())),
        report.json());
    engine.publishing.now();
    return seenTo(told);
  }

  /** The report of one that is seen to. */
  private CompromiseReport seenTo(KeyTimeline.Told told) {
    return engine.store.readAtLength(
        rows -> {
          KeyTimeline timeline = KeyTimeline.of(engine, rows);
          CompromiseReport.Moment done =
              timeline
                  .told(KeyTimeline.DONE, told.text(KeyTimeline.ID))
                  .orElseThrow(KeyCompromise::gone)
                  .at();
          return report(rows, timeline, told, done);
        });
  }

  private CompromiseReport report(
      ReadView rows, KeyTimeline timeline, KeyTimeline.Told told, CompromiseReport.Moment done) {
    List<CompromiseReport.Window> windows = CompromisedLevels.windows(timeline, told);
    CompromiseReport.Moment from = windows.get(0).from();
    CompromiseReport.Moment to =
        windows.stream()
            .map(window -> window.to().orElseThrow(KeyCompromise::gone))
            .max(timeline::compare)
            .orElseThrow();
    KeyLevel level = KeyLevel.parse(told.text("level"));
    int key = (int) told.number("key");
    return new CompromiseReport(
        told.text(KeyTimeline.ID),
        level,
        key,
        told.text("slot"),
        told.sealed("user"),
        told.sealed("reason"),
        told.at().time(),
        told.at(),
        done,
        windows,
        CompromiseFacts.counted(told.facts()),
        timeline.accesses(rows, from, to),
        backups(level, key, windows.get(0)),
        outside(timeline, told, windows));
  }

  private List<BackupKeys> backups(KeyLevel level, int key, CompromiseReport.Window window) {
    Instant end = window.to().map(CompromiseReport.Moment::time).orElse(Instant.MAX);
    boolean byTime = level == KeyLevel.ROOT || level == KeyLevel.LOG;
    return BackupRegister.of(engine).stream()
        .filter(backup -> !backup.gone())
        .filter(
            backup ->
                byTime
                    ? !backup.time().isBefore(window.from().time()) && !backup.time().isAfter(end)
                    : backup.holds(level, key))
        .toList();
  }

  /** The entries of the log in which it was told that somebody outside vouches for. */
  private Optional<Long> outside(
      KeyTimeline timeline, KeyTimeline.Told told, List<CompromiseReport.Window> windows) {
    if (windows.stream().noneMatch(window -> window.level() == KeyLevel.LOG)) {
      return Optional.empty();
    }
    Shard log = timeline.log(told.at());
    long stamped =
        engine.store.read(rows -> Anchors.list(rows, log.number())).stream()
            .filter(anchor -> anchor.stamped().isPresent())
            .mapToLong(Anchor::size)
            .max()
            .orElse(0);
    return Optional.of(Math.max(stamped, engine.witnessing().status(log).quorumSize()));
  }
}

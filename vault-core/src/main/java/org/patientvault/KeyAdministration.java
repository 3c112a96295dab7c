package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.KeyFacts;
import org.patientvault.internal.crypto.KeysetName;
import org.patientvault.internal.jobs.Census;
import org.patientvault.internal.jobs.Exposed;
import org.patientvault.internal.jobs.JobList;
import org.patientvault.internal.jobs.JobParts;
import org.patientvault.internal.jobs.KeyRotation;
import org.patientvault.internal.jobs.Levels;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.sealing.RecordResealer;
import org.patientvault.internal.store.JobRow;
import org.patientvault.keys.Unlock;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/**
 * Renews a vault's keys while others read and write, and counts what is under which key.
 *
 * <p>A renewed key takes nothing from who copied the old one together with what it protects: he
 * keeps it. Every step is in the log. Safe for use by several threads; one process at a time runs
 * jobs.
 */
public final class KeyAdministration {
  private final Engine engine;
  private final Function<EventCode, EntryDraft> drafts;
  private final Optional<String> request;
  private final Consumer<String> slots;

  /** {@code slots} removes the one with this id, as {@link Administration#removeSlot} does. */
  KeyAdministration(
      Engine engine,
      Function<EventCode, EntryDraft> drafts,
      Optional<String> request,
      Consumer<String> slots) {
    this.engine = engine;
    this.drafts = drafts;
    this.request = request;
    this.slots = slots;
  }

  /**
   * Renews one level of keys, and returns when it is proven that nothing is under the old key, or
   * when somebody paused the job. May be killed at any time: {@link #resume} goes on.
   *
   * @throws VaultException.Refused while another job has not ended; when a node has not loaded the
   *     new key in time, or rows were changed so that they cannot be renewed: resume the job then
   * @throws VaultException.AccessDenied when the policy does not let this role administer
   */
  public JobStatus rotate(KeyLevel level, JobOptions options) {
    KeyRotation rotation = rotation(options);
    return run(rotation, rotation.begin(level, options.rate()), options);
  }

  /**
   * Gives the vault another root at once: who kept the old one, and an older copy of the vault's
   * keysets, opens nothing newer with it. Renew {@link KeyLevel#PATIENT_WRAP} too to shut him out
   * of new patients' keys, and {@link KeyLevel#PATIENTS} of new records.
   *
   * <p>Slots whose secret is not given become stale, but for recipients: add them again.
   *
   * @param unlocks every secret at hand, of as many slots as possible
   * @return the slots afterwards
   * @throws VaultException.KeyUnavailable when none of them opens a slot; nothing was changed
   * @throws VaultException.Conflict when another administrator changed something meanwhile
   */
  public List<SlotInfo> rotateRoot(List<Unlock> unlocks) {
    EntryDraft draft = drafts.apply(EventCode.KEY_ROTATE).with("level", KeyLevel.ROOT.text());
    return VaultOpening.slots(new RootRotation(engine, unlocks, draft).run());
  }

  /**
   * Closes the log and begins the next one with other signing keys, at once. The old keys are gone
   * from the vault then: a copy of them signs nothing of the new log. Auditors find the new public
   * keys announced in the closed log, and need a policy that has them.
   *
   * <p>Slots whose secret is not given become stale, but for recipients: add them again. Other
   * processes go on writing; one whose own slot is stale signs nothing until it is restarted.
   *
   * @param unlocks every secret at hand, of as many slots as possible
   * @return the slots afterwards
   * @throws VaultException.KeyUnavailable when none of them opens a slot; nothing was changed
   * @throws VaultException.Conflict when another administrator changed something meanwhile
   */
  public List<SlotInfo> rotateLog(List<Unlock> unlocks) {
    return VaultOpening.slots(new LogKeyRotation(engine, unlocks, drafts).run());
  }

  /**
   * Stores a new key and does not use it yet: {@link #resume} does, when every node has it.
   *
   * @throws VaultException.Refused as {@link #rotate}
   */
  public JobStatus stage(KeyLevel level, JobOptions options) {
    KeyRotation rotation = rotation(options);
    JobRow begun = rotation.begin(level, options.rate());
    rotation.release();
    engine.refreshRules();
    return JobStatus.of(begun);
  }

  /**
   * Goes on with a job, at the rate that {@code options} give.
   *
   * @param id at least its first hex digits; empty for the only one that has not ended
   * @throws VaultException.NotFound when there is none, or more than one
   * @throws VaultException.Refused when it has ended, or as {@link #rotate}
   */
  public JobStatus resume(String id, JobOptions options) {
    KeyRotation rotation = rotation(options);
    JobRow job = rotation.resume(named(id), options.rate());
    return run(rotation, job, options);
  }

  /**
   * Stops a job after the page it is at, wherever it runs.
   *
   * @param id as {@link #resume}
   */
  public JobStatus pause(String id) {
    return JobStatus.of(rotation(JobOptions.defaults()).pause(named(id)));
  }

  /**
   * Gives a job up. What it did stays done; the rest stays under older keys, which go on to open
   * it, until the level is renewed again.
   *
   * @param id as {@link #resume}
   */
  public JobStatus cancel(String id) {
    return JobStatus.of(rotation(JobOptions.defaults()).cancel(named(id)));
  }

  /**
   * Counts what every key of the vault protects, in one snapshot: takes about as long as reading
   * the whole vault once. Opens nothing. A version of patients' keys is named once for each state
   * that keys of it are in.
   */
  public KeyCensus census() {
    Census census = engine.store.readAtLength(Census::new);
    List<KeyCensus.Count> counts = new ArrayList<>();
    for (KeyLevel level : KeyLevel.values()) {
      if (level == KeyLevel.PATIENTS) {
        census.eachOlderVersion(
            (version, values) ->
                counts.add(
                    new KeyCensus.Count(level, version, KeyCensus.State.DECRYPT_ONLY, values)));
        census.eachCurrentVersion(
            (version, values) ->
                counts.add(new KeyCensus.Count(level, version, KeyCensus.State.ACTIVE, values)));
        census.eachDestroyedVersion(
            (version, rows) ->
                counts.add(new KeyCensus.Count(level, version, KeyCensus.State.DESTROYED, 0)));
      } else if (level != KeyLevel.LOG) {
        engine
            .keys
            .keys(KeysetName.called(level.text()))
            .forEach(key -> counts.add(count(census, level, key)));
      }
    }
    return new KeyCensus(counts);
  }

  private static KeyCensus.Count count(Census census, KeyLevel level, KeyFacts key) {
    KeyCensus.State state =
        switch (key.state()) {
          case PRE_ACTIVE -> KeyCensus.State.PRE_ACTIVE;
          case ACTIVE -> KeyCensus.State.ACTIVE;
          case DECRYPT_ONLY -> KeyCensus.State.DECRYPT_ONLY;
          case DISABLED -> KeyCensus.State.DISABLED;
        };
    return new KeyCensus.Count(level, key.id(), state, census.under(level, key.id()));
  }

  /** The key policy in force. */
  public KeyPolicy policy() {
    return engine.store.read(KeyAges::policy);
  }

  /** Puts another key policy in force: from when on {@code status} and {@code doctor} warn. */
  public void setPolicy(KeyPolicy policy) {
    EntryDraft draft = drafts.apply(EventCode.KEY_STATE);
    engine.ledger.commit(
        new LoggedTextUnit(KeyAges.CONFIG, policy.text(), draft, (transaction, of) -> of));
  }

  /**
   * Destroys a key for good, once nothing needs it: its level was renewed, the census counts
   * nothing under it, and every backup that held it is gone. Of patients' own keys, all keys of
   * this version that are not their patients' current ones: page by page; killed in between, it is
   * to be called again, where two administrators are enrolled under another request.
   *
   * <p>Takes about as long as {@link #census()}. Whoever copied the vault and its root keeps what
   * was in that copy.
   *
   * @throws VaultException.NotFound when there is no such key
   * @throws VaultException.Refused while the key is in use or protects something, while a job has
   *     not ended, or a backup that is not gone holds it: the message names those; or when two
   *     administrators are enrolled and did not agree to it
   * @throws VaultException.Conflict when others made backups or changed keys all the time
   */
  public DestroyedKey destroy(KeyLevel level, int key) {
    return new KeyDestroying(engine, drafts, request, level, key).run(census());
  }

  /**
   * What to do when somebody may have a key: says so in the log, renews it and everything below it,
   * the most exposed first, and reports what was reachable from when to when. The report is in the
   * log too, signed with it. Killed at any time, it is to be called again, and goes on.
   *
   * <p>Takes as long as renewing these levels. What was copied stays readable to who has the key.
   *
   * @param key its id within the level, as {@link #census} names it; 0 for the one in use. Of the
   *     root and the log's keys always the ones in use
   * @param reason what happened and how it was found, 1 to 2,000 characters; sealed in the log
   * @param unlocks every secret at hand, as for {@link #rotateRoot}; not asked where neither the
   *     root nor the log's keys are renewed
   * @throws VaultException.NotFound when there is no such key
   * @throws VaultException.Refused as {@link #rotate} and {@link #rotateRoot}, or when somebody
   *     paused a job: what was done stays done, and is not done again
   */
  public CompromiseReport compromise(
      KeyLevel level, int key, String reason, List<Unlock> unlocks, JobOptions options) {
    return new KeyCompromise(engine, drafts, this, unlocks, options)
        .run(new KeyCompromise.Asked(level, key, "", reason));
  }

  /**
   * As {@link #compromise}, when somebody may have had the secret of a slot, or its token: the root
   * and the log's keys were reachable. The slot is removed first. Of a slot that was seen to so,
   * its report is given again.
   *
   * @param slot at least the first four hex digits of its id
   * @throws VaultException.NotFound when no slot, or more than one, has an id that begins so
   * @throws VaultException.Refused also when it is the last slot that opens the vault, or two
   *     administrators are enrolled and did not agree to its removal; the log tells of the
   *     compromise by then: add another slot, or ask, and call this again
   */
  public CompromiseReport compromiseOfSlot(
      String slot, String reason, List<Unlock> unlocks, JobOptions options) {
    Administration.requireSlotId(slot);
    return new KeyCompromise(engine, drafts, this, unlocks, options)
        .run(new KeyCompromise.Asked(KeyLevel.ROOT, 0, slot, reason));
  }

  /** Removes a slot, as it may be removed. */
  void removeSlot(String id) {
    slots.accept(id);
  }

  /** Goes on with the job that has not ended, whichever it is; empty when there is none. */
  Optional<JobStatus> resumeOpen(JobOptions options) {
    return jobs().stream()
        .filter(job -> !job.ended())
        .findFirst()
        .map(job -> resume(job.id(), options));
  }

  /** What counts the rows of records. */
  Exposed exposed() {
    return new Exposed(parts(), type -> engine.rules().of(type).places().classes());
  }

  /**
   * The backups that were made and the keys each holds, the oldest first, as the log tells. Takes
   * about as long as reading the log once.
   */
  public List<BackupKeys> backups() {
    return BackupRegister.of(engine);
  }

  /**
   * One job.
   *
   * @param id as {@link #resume}
   */
  public JobStatus job(String id) {
    return JobStatus.of(named(id));
  }

  /** Every job, the oldest first. */
  public List<JobStatus> jobs() {
    return engine.store.read(JobList::all).stream().map(JobStatus::of).toList();
  }

  private JobRow named(String id) {
    if (!id.matches("[0-9a-f]{0,32}")) {
      throw new IllegalArgumentException("a job is named by the first hex digits of its id");
    }
    return engine.store.read(rows -> JobList.named(rows, id));
  }

  private static JobStatus run(KeyRotation rotation, JobRow job, JobOptions options) {
    return JobStatus.of(rotation.run(job, row -> options.progress().accept(JobStatus.of(row))));
  }

  private KeyRotation rotation(JobOptions options) {
    JobParts parts = parts();
    return new KeyRotation(parts, new Levels(parts), engine.random, options.nodesWithin());
  }

  private JobParts parts() {
    return new JobParts(
        engine.id,
        engine.store,
        engine.books(),
        engine.keys,
        engine.ledger,
        drafts,
        engine::refreshRules,
        new JobParts.Records(
            engine.fetcher,
            new RecordResealer(engine.id, engine.cipher),
            type -> engine.rules().of(type).places().all()),
        engine.options.clock());
  }
}

package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.KeyFacts;
import org.patientvault.internal.crypto.KeysetName;
import org.patientvault.internal.jobs.Census;
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

  KeyAdministration(
      Engine engine, Function<EventCode, EntryDraft> drafts, Optional<String> request) {
    this.engine = engine;
    this.drafts = drafts;
    this.request = request;
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
   * the whole vault once. Opens nothing.
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
   * Destroys nothing in this version, and says why.
   *
   * @throws VaultException.NotFound when there is no such key
   * @throws VaultException.Refused for every other one: it says what the key still protects, and
   *     how many backups hold it; or that two administrators are enrolled and did not agree to it
   */
  public void destroy(KeyLevel level, int key) {
    EntryDraft draft =
        drafts.apply(EventCode.KEY_DESTROY).with("level", level.text()).with("key", (long) key);
    List<KeyCensus.Count> known =
        census().counts().stream()
            .filter(count -> count.level() == level && count.key() == key)
            .toList();
    if (known.isEmpty()) {
      VaultException.NotFound unknown =
          new VaultException.NotFound(
              level.text() + " has no key " + key + "; patientvault key census names those it has");
      engine.ledger.append(List.of(draft.failed(unknown)));
      throw unknown;
    }
    long protects = known.stream().mapToLong(KeyCensus.Count::protects).sum();
    VaultException.Refused refused =
        new VaultException.Refused(
            "key "
                + key
                + " of "
                + level.text()
                + (protects > 0
                    ? " still protects " + protects + " values"
                    : " protects nothing here; " + inBackups(level, key)));
    engine.ledger.commit(
        new DestroyUnit(engine, RequestParameters.key(level, key), request, draft, refused));
  }

  private String inBackups(KeyLevel level, int key) {
    long holding = backups().stream().filter(backup -> backup.holds(level, key)).count();
    return (holding == 0 ? "no backup" : holding + " backups")
        + " in the log hold it (patientvault key backups); this version destroys no key";
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
    JobParts parts =
        new JobParts(
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
    return new KeyRotation(parts, new Levels(parts), engine.random, options.nodesWithin());
  }
}

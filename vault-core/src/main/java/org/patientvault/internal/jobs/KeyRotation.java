package org.patientvault.internal.jobs;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.KeyFacts;
import org.patientvault.internal.crypto.KeysetName;
import org.patientvault.internal.crypto.WrappedKeyset;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.JobRow;
import org.patientvault.internal.store.RolledBack;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews one level of keys in phases, while others read and write: the new key is stored; once
 * every node has it, it seals; rows get under it, page by page; a count proves that none is left.
 *
 * <p>Where it stands is in the database: after a crash it goes on with the page that was not
 * committed. One process at a time runs jobs.
 */
public final class KeyRotation {
  /** A record that is written all the time is met between two writes sooner or later. */
  private static final int MOST_IDLE_PASSES = 200;

  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

  private final JobParts parts;
  private final Levels levels;
  private final JobLease lease;
  private final NodesLoaded nodes;
  private final JobSteps steps;
  private final SecureRandom random;

  public KeyRotation(JobParts parts, Levels levels, SecureRandom random, Duration patience) {
    this.parts = parts;
    this.levels = levels;
    this.random = random;
    this.lease = new JobLease(random, parts.clock());
    this.nodes = new NodesLoaded(parts, patience);
    this.steps = new JobSteps(parts, lease);
  }

  /**
   * Stores the new key and the job.
   *
   * @throws VaultException.Refused while another job has not ended
   */
  public JobRow begin(KeyLevel level, int rate) {
    EntryDraft draft = parts.drafts().apply(EventCode.KEY_ROTATE).with("level", level.text());
    long total = parts.store().readAtLength(rows -> levels.rework(level, 0, 0).total(rows));
    JobRow job = fresh(level, rate, total);
    return parts.ledger().commit(new Begin(lease, parts, levels, level, job, draft));
  }

  private JobRow fresh(KeyLevel level, int rate, long total) {
    byte[] id = new byte[16];
    random.nextBytes(id);
    long now = parts.clock().millis();
    String phase = levels.keyset(level).isPresent() ? JobWords.DISTRIBUTE : JobWords.REWORK;
    return new JobRow(
        Bytes.wrap(id),
        level.text(),
        phase,
        JobWords.RUNNING,
        rate,
        Bytes.of(new byte[0]),
        0,
        total,
        0,
        now,
        now,
        0,
        0);
  }

  private record Begin(
      JobLease lease, JobParts parts, Levels levels, KeyLevel level, JobRow job, EntryDraft draft)
      implements Unit<JobRow> {
    @Override
    public boolean mutates() {
      return true;
    }

    @Override
    public JobRow run(LedgerTransaction transaction) {
      JobList.checkNoneOpen(transaction.rows());
      lease.hold(transaction.rows());
      long at =
          levels
              .keyset(level)
              .map(name -> parts.keys().withNewKey(name))
              .map(next -> KeysetChange.apply(transaction, parts, next, draft))
              .orElseGet(() -> transaction.append(draft));
      JobRow begun = job.begunBy(transaction.shard(), at);
      transaction.rows().insertJob(begun);
      return begun;
    }

    @Override
    public List<EntryDraft> refusal(VaultException why) {
      return List.of(draft.failed(why));
    }
  }

  /**
   * Takes up a job that was interrupted or paused.
   *
   * @param rate rows a second at most; negative for what it was
   */
  public JobRow resume(JobRow job, int rate) {
    parts.store().readAtLength(rows -> Beginning.checked(parts.books(), rows, job.id()));
    lease.await(parts.store());
    EntryDraft draft = parts.drafts().apply(EventCode.KEY_STATE).with("job", job.id().hex());
    return parts
        .ledger()
        .commit(
            new JobControl(
                draft.with("state", JobWords.RUNNING),
                job.id(),
                (rows, stored) -> {
                  lease.hold(rows);
                  JobRow going = stored.withState(JobWords.RUNNING, parts.clock().millis());
                  return rate < 0 ? going : going.withRate(rate);
                }));
  }

  /** Lets the process that runs a job stop after the page it is at. */
  public JobRow pause(JobRow job) {
    EntryDraft draft = parts.drafts().apply(EventCode.KEY_STATE).with("job", job.id().hex());
    return parts
        .ledger()
        .commit(
            new JobControl(
                draft.with("state", JobWords.PAUSED),
                job.id(),
                (rows, stored) -> stored.withState(JobWords.PAUSED, parts.clock().millis())));
  }

  /** Ends a job where it is: what is not renewed stays under older keys, which stay. */
  public JobRow cancel(JobRow job) {
    EntryDraft draft = parts.drafts().apply(EventCode.KEY_STATE).with("job", job.id().hex());
    return parts
        .ledger()
        .commit(
            new JobControl(
                draft.with("state", JobWords.ENDED).with("phase", job.phase()),
                job.id(),
                (rows, stored) -> stored.withState(JobWords.ENDED, parts.clock().millis())));
  }

  /**
   * Runs a job to its end, or until somebody pauses it; {@code progress} is told after each page.
   *
   * @throws VaultException.Refused when a node has not loaded the new key in time, or when rows
   *     cannot be renewed; the job can be resumed
   */
  public JobRow run(JobRow job, Consumer<JobRow> progress) {
    KeyLevel level = KeyLevel.parse(job.kind());
    JobRow now = job;
    try {
      nodes.await(this::keepLease);
      if (now.phase().equals(JobWords.DISTRIBUTE) || hasUnusedKey(level)) {
        now = promote(now, level);
        nodes.await(this::keepLease);
      }
      return rework(now, level, progress);
    } finally {
      release();
    }
  }

  private JobRow rework(JobRow job, KeyLevel level, Consumer<JobRow> progress) {
    JobRow now = job;
    int idle = 0;
    while (isRunning(now, JobWords.REWORK)) {
      progress.accept(now);
      long before = now.done();
      now =
          new Passes(parts, steps, levels.rework(level, now.logShard(), now.logIndex()), progress)
              .run(now);
      if (isRunning(now, JobWords.REWORK)) {
        idle = now.done() == before ? idle + 1 : 0;
        now = prove(now, level, idle);
      }
    }
    return now;
  }

  /** Lets another process run jobs; where that fails, they wait until the claim runs out. */
  public void release() {
    try {
      parts
          .store()
          .write(
              rows -> {
                lease.release(rows);
                return true;
              });
    } catch (VaultException | RolledBack e) {
      LOG.warn("the claim to run jobs could not be given back: {}", e.getMessage());
    }
  }

  /** Whatever the job's row says. */
  private boolean hasUnusedKey(KeyLevel level) {
    return levels.keyset(level).stream()
        .flatMap(name -> parts.keys().keys(name).stream())
        .anyMatch(key -> key.state() == KeyFacts.State.PRE_ACTIVE);
  }

  private static boolean isRunning(JobRow job, String phase) {
    return job.state().equals(JobWords.RUNNING) && job.phase().equals(phase);
  }

  private void keepLease() {
    lease.keep(parts.store());
  }

  private JobRow promote(JobRow job, KeyLevel level) {
    WrappedKeyset next = parts.keys().promoted(levels.keyset(level).orElseThrow());
    JobRow promoted =
        steps.take(
            job,
            EventCode.KEY_PROMOTE,
            (transaction, draft) -> {
              KeysetChange.apply(transaction, parts, next, draft);
              return job.inPhase(JobWords.REWORK, parts.clock().millis());
            });
    parts.refresh().run();
    return promoted;
  }

  /**
   * Counts what is left, row by row; begins another pass where something is. Gives up after passes
   * that renewed nothing: what is left was changed by somebody, or is written all the time.
   */
  private JobRow prove(JobRow job, KeyLevel level, int idle) {
    Rework rework = levels.rework(level, job.logShard(), job.logIndex());
    long left = parts.store().readAtLength(rework::left);
    JobRow counted =
        steps.take(job, EventCode.KEY_STATE, (tx, draft) -> counted(tx, draft, job, left));
    parts.refresh().run();
    if (left > 0 && idle > 0 && job.failed() > 0) {
      throw new VaultException.Refused(
          left
              + " rows cannot be renewed because somebody changed them; patientvault audit verify"
              + " --records says which. Then resume the job, or give it up");
    }
    if (left > 0 && idle == MOST_IDLE_PASSES) {
      throw new VaultException.Refused(
          left + " rows are written all the time; resume the job when there is less to do");
    }
    return counted;
  }

  private JobRow counted(LedgerTransaction transaction, EntryDraft draft, JobRow job, long left) {
    long now = parts.clock().millis();
    EntryDraft said = draft.with("left", left);
    if (left > 0) {
      transaction.append(said);
      return job.again(now);
    }
    if (KeyLevel.parse(job.kind()) == KeyLevel.STATE_MAC) {
      KeysetChange.apply(
          transaction, parts, parts.keys().withOlderKeysDisabled(KeysetName.STATE_MAC), said);
    } else {
      transaction.append(said);
    }
    return job.inPhase(JobWords.PROVEN, now).withState(JobWords.ENDED, now);
  }
}

package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.audit.Entry;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.JobRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Holds a job's row against the log before the job goes on: keys are renewed that are older than
 * the entry that began it, so an edited place would leave keys as they are and prove that none is
 * left.
 */
final class Beginning {
  private Beginning() {}

  /**
   * The job with this id; one that ended is not looked at.
   *
   * @throws VaultException.Tampered when another entry began it, or its phase is none
   */
  static JobRow checked(LogBooks books, ReadView rows, Bytes id) {
    JobRow job = JobList.find(rows, id);
    if (JobList.isOpen(job)) {
      check(books, rows, job);
    }
    return job;
  }

  private static void check(LogBooks books, ReadView rows, JobRow job) {
    LogPlaces places = LogPlaces.of(books, rows);
    boolean phase = job.phase().equals(JobWords.DISTRIBUTE) || job.phase().equals(JobWords.REWORK);
    if (!phase || !places.has(job.logShard()) || !isNewest(places, rows, job)) {
      throw new VaultException.Tampered(
          "somebody changed where the job "
              + JobList.name(job.id())
              + " stands: the log tells another beginning; give it up (patientvault job cancel "
              + JobList.name(job.id())
              + "), and begin again");
    }
  }

  /** Whether it names the last entry that began to renew its level. */
  private static boolean isNewest(LogPlaces places, ReadView rows, JobRow job) {
    List<Long> begun = new ArrayList<>();
    for (LogBooks books : places.books()) {
      if (Shard.ORDER.compare(books.shard().number(), job.logShard()) >= 0) {
        begun.addAll(beginnings(places, books, rows, job));
      }
    }
    return begun.equals(List.of(places.of(job.logShard(), job.logIndex())));
  }

  /** Where one log tells that its level began to be renewed, from the job's entry on. */
  private static List<Long> beginnings(
      LogPlaces places, LogBooks books, ReadView rows, JobRow job) {
    RotationEntries rotations = new RotationEntries(books, rows);
    List<Long> begun = new ArrayList<>();
    int shard = books.shard().number();
    rows.streamEntries(
        shard,
        shard == job.logShard() ? job.logIndex() : 0,
        Long.MAX_VALUE,
        row ->
            RecordsCheck.parse(row)
                .filter(Beginning::listsNothing)
                .flatMap(entry -> rotations.renewed(row.index(), entry))
                .filter(level -> level.text().equals(job.kind()))
                .ifPresent(level -> begun.add(places.of(shard, row.index()))));
    return begun;
  }

  /** What goes on with a job lists the rows it wrote. */
  private static boolean listsNothing(Entry entry) {
    return entry.payload() == null;
  }
}

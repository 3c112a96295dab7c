package org.patientvault.internal.jobs;

import java.util.Optional;
import java.util.function.Consumer;
import org.patientvault.internal.store.JobRow;
import org.patientvault.model.VaultException;

/** Takes a job over its rows once: page by page from where it stands, each kept before the next. */
record Passes(JobParts parts, JobSteps steps, Rework rework, Consumer<JobRow> progress) {
  /**
   * Begins again behind the last page that was kept where somebody changed what a page was prepared
   * from, and where the database did not answer in time.
   */
  JobRow run(JobRow job) {
    JobRow now = job;
    for (int tried = 1; ; tried++) {
      try {
        return pass(now);
      } catch (VaultException.AuditUnavailable | VaultException.Conflict e) {
        JobRow stored = parts.store().read(rows -> JobList.find(rows, job.id()));
        tried = stored.position().equals(now.position()) ? tried : 0;
        if (tried == JobSteps.TRIES || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        now = stored;
      }
    }
  }

  /** One pass over all rows; pages are prepared while others are written. */
  private JobRow pass(JobRow job) {
    Pace pace = new Pace(job.rate(), job.total());
    try (PagesAhead pages = new PagesAhead(rework, job.position(), pace.pageSize())) {
      JobRow now = job.position().size() == 0 ? job.withoutFailures() : job;
      Optional<Rework.Page> page = pages.next();
      while (page.isPresent() && now.state().equals(JobWords.RUNNING)) {
        long before = now.done();
        now = write(now, page.get());
        progress.accept(now);
        pace.pass(now.done() - before);
        page = pages.next();
      }
      return now;
    }
  }

  private JobRow write(JobRow job, Rework.Page page) {
    return steps.take(
        job,
        page.event(),
        (transaction, draft) -> {
          int renewed = page.write(transaction, draft);
          return job.further(page.position(), renewed, page.failed(), parts.clock().millis());
        });
  }
}

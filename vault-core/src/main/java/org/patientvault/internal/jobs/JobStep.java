package org.patientvault.internal.jobs;

import java.util.List;
import java.util.function.Function;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.JobRow;
import org.patientvault.model.VaultException;

/**
 * One step of a job: its change of rows and how far the job came are committed together, so that
 * after a crash nothing is done twice.
 *
 * <p>Where another process paused it, nothing is changed, and the job comes back as it stands.
 *
 * @param job as this process knows it
 * @param change changes rows and gives the job as it stands then
 */
record JobStep(
    JobLease lease, JobRow job, EntryDraft draft, Function<LedgerTransaction, JobRow> change)
    implements Unit<JobRow> {
  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public JobRow run(LedgerTransaction transaction) {
    lease.hold(transaction.rows());
    JobRow stored = JobList.find(transaction.rows(), job.id());
    if (!stored.state().equals(JobWords.RUNNING)) {
      return stored;
    }
    JobRow after = change.apply(transaction);
    transaction.rows().updateJob(after);
    return after;
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

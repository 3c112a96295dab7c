package org.patientvault.internal.jobs;

import java.util.List;
import java.util.function.BiFunction;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.JobRow;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** Pauses a job or lets it go on; an ended one is left as it is. */
record JobControl(EntryDraft draft, Bytes job, BiFunction<WriteView, JobRow, JobRow> change)
    implements Unit<JobRow> {
  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public JobRow run(LedgerTransaction transaction) {
    JobRow stored = JobList.find(transaction.rows(), job);
    if (!JobList.isOpen(stored)) {
      throw new VaultException.Refused("the job " + JobList.name(job) + " has ended");
    }
    JobRow changed = change.apply(transaction.rows(), stored);
    transaction.append(draft);
    transaction.rows().updateJob(changed);
    return changed;
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

package org.patientvault.internal.jobs;

import java.util.function.Function;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.store.JobRow;
import org.patientvault.model.VaultException;

/** Commits the steps of a job, each in the name of who runs it. */
record JobSteps(JobParts parts, JobLease lease) {
  static final int TRIES = 4;

  /** What a step does with its draft. */
  interface Change {
    JobRow in(LedgerTransaction transaction, EntryDraft draft);
  }

  /** Commits one step: again where a rule changed between asking and committing. */
  JobRow take(JobRow job, EventCode event, Change change) {
    for (int tried = 1; ; tried++) {
      EntryDraft draft =
          parts.drafts().apply(event).with("job", job.id().hex()).with("level", job.kind());
      Function<LedgerTransaction, JobRow> work = transaction -> change.in(transaction, draft);
      try {
        return parts.ledger().commit(new JobStep(lease, job, draft, work));
      } catch (VaultException.Conflict e) {
        if (tried == TRIES) {
          throw e;
        }
      }
    }
  }
}

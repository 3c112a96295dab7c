package org.patientvault.internal.ledger;

import org.patientvault.audit.EventCode;
import org.patientvault.audit.IndexRange;
import org.patientvault.audit.Outcome;

/** What a log lost under a running process: it had {@code before} entries, then {@code after}. */
public record SetBack(long before, long after) {
  /** What the log says about it from now on, to everybody who verifies it. */
  EntryDraft entry() {
    return EntryDraft.of(EventCode.RESTORE)
        .outcome(Outcome.MAJOR_FAILURE)
        .about(new IndexRange(after, before - 1));
  }

  /** In words for who is on duty. */
  public String told() {
    return "the database went back: entries "
        + after
        + " to "
        + (before - 1)
        + " of the log were acknowledged and are gone, and with them what they wrote; a standby"
        + " that lagged behind was promoted, or an older copy was put back. Keep the old server's"
        + " disk, and compare";
  }
}

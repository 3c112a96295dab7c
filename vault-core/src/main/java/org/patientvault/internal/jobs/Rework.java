package org.patientvault.internal.jobs;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RecordPlace;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The rows under a key that is replaced, and how they get under the new one, a page at a time.
 *
 * <p>A page is prepared while others write; what they changed meanwhile is left to the next pass.
 * Used by one thread at a time.
 */
interface Rework {
  /** About how many rows there are. */
  long total(ReadView rows);

  /** How many are still under another key than the current one: counted, row by row. */
  long left(ReadView rows);

  /**
   * The next page of at most {@code limit} rows behind {@code position}, which is empty at first;
   * empty at the end.
   */
  Optional<Page> page(Bytes position, int limit);

  /** A page that is prepared and not written. */
  interface Page {
    /** Behind which row the next page begins. */
    Bytes position();

    /** How many rows it could not prepare: damaged ones. */
    int failed();

    /** The records whose newest revisions {@link #write} asks for. */
    default Collection<RecordPlace> ahead() {
      return List.of();
    }

    /** Which event tells of it. */
    EventCode event();

    /**
     * Changes those rows that are still as they were read, and appends what tells of it: {@code
     * draft} with what is to be said. Gives how many were changed.
     *
     * @throws VaultException.Conflict when it must be prepared again
     */
    int write(LedgerTransaction transaction, EntryDraft draft);
  }
}

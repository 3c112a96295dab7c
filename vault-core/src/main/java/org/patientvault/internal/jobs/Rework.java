package org.patientvault.internal.jobs;

import java.util.Optional;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The rows under a key that is replaced, and how they get under the new one, a page at a time.
 *
 * <p>A page is read, prepared and written while others write; what they changed meanwhile is left
 * to the next pass. Safe for use by several threads; a page is for one at a time.
 */
interface Rework {
  /** About how many rows there are. */
  long total(ReadView rows);

  /** How many are still under another key than the current one: counted, row by row. */
  long left(ReadView rows);

  /**
   * Reads the next page of at most {@code limit} rows behind {@code position}, which is empty at
   * first; empty at the end. Opens nothing yet.
   */
  Optional<Page> page(Bytes position, int limit);

  /** A page that was read. */
  interface Page {
    /** Behind which row the next page begins. */
    Bytes position();

    /** Makes what is to be written. Called once, before {@link #write}. */
    void prepare();

    /** How many rows it could not prepare: damaged ones. */
    int failed();

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

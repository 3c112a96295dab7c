package org.patientvault.internal.ledger;

import org.patientvault.model.VaultException;

/**
 * One caller's share of a batch: all of it is committed or none of it, whatever happens to the
 * other units.
 *
 * @param <R> what the caller gets after the commit
 */
public interface Unit<R> {
  /**
   * Whether {@link #run} may refuse after it changed rows, so that it needs a savepoint of its own.
   */
  boolean mutates();

  /**
   * Checks, changes rows and appends entries. A {@link VaultException} undoes this unit alone and
   * appends {@link #refusal} instead; so does a draft whose detail cannot be spelled.
   */
  R run(LedgerTransaction transaction);

  /** The entry that records the refusal; it is never rolled back with the unit. */
  EntryDraft refusal(VaultException why);
}

package org.patientvault.internal.ledger;

import java.util.Collection;
import java.util.List;
import org.patientvault.internal.store.RecordPlace;
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

  /** The records whose newest revisions {@link #run} will ask for, as far as it is known. */
  default Collection<RecordPlace> ahead() {
    return List.of();
  }

  /**
   * Checks, changes rows and appends entries. A {@link VaultException} undoes this unit alone and
   * appends {@link #refusal} instead; so does a draft whose detail cannot be spelled.
   */
  R run(LedgerTransaction transaction);

  /**
   * The entries that record the refusal, at least one; they are never rolled back with the unit.
   * Whoever is told of by the refusal has one.
   */
  List<EntryDraft> refusal(VaultException why);
}

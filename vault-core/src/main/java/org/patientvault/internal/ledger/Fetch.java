package org.patientvault.internal.ledger;

import java.util.Collection;
import java.util.List;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RecordPlace;
import org.patientvault.model.VaultException;

/**
 * Fetches the sealed rows of a request inside the transaction that appends its entries, so that
 * what the entries name is what was there.
 *
 * <p>Run by who commits while others wait: what can be computed beforehand is. What it keeps for
 * its caller may be used only after {@link Ledger#release} returned. Why:
 * docs/decisions/reads-fetch-in-the-appending-transaction.md.
 */
public interface Fetch {
  /** The schema under which the request was decided. */
  int schemaVersion();

  /** The records whose newest revisions {@link #from} will ask for, as far as it is known. */
  Collection<RecordPlace> ahead();

  /**
   * The entries to append, each with the rows it releases.
   *
   * @throws VaultException when a row is not there or not what was written; then nothing is
   *     released
   */
  List<Release> from(ReadView rows);

  /** The entries that say why it was refused, one for each patient whose rows were looked at. */
  List<EntryDraft> refusal(VaultException why);
}

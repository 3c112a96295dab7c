package org.patientvault.internal.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.patientvault.internal.store.RecordPlace;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Fetches rows and appends one entry per release, which commits to the rows read, in one
 * transaction.
 *
 * <p>What stands against the release (erased patient, destroyed key, other schema or policy)
 * refuses all of it, as a DENY entry.
 */
final class ReleaseUnit implements Unit<List<ReleaseUnit.Appended>> {
  private final Fetch fetch;

  /** A release whose entry has its index. */
  record Appended(long index, Release release) {}

  ReleaseUnit(Fetch fetch) {
    this.fetch = fetch;
  }

  @Override
  public boolean mutates() {
    return false;
  }

  @Override
  public Collection<RecordPlace> ahead() {
    return fetch.ahead();
  }

  @Override
  public List<Appended> run(LedgerTransaction transaction) {
    transaction.checkSchema(fetch.schemaVersion());
    List<Release> releases = fetch.from(transaction.rows());
    List<Appended> appended = new ArrayList<>(releases.size());
    for (Release release : releases) {
      release.rows().forEach(row -> checkCommitted(transaction, row));
      long index = transaction.append(release.entry().committing(rowsOf(release)));
      appended.add(new Appended(index, release));
    }
    return appended;
  }

  /**
   * A row that was moved or edited may lose groups instead of failing to open: its values would
   * seem absent. The entry that committed it knows what it held.
   */
  private static void checkCommitted(LedgerTransaction transaction, RowClaim row) {
    if (!transaction.isCommitted(row.logShard(), row.logIndex(), row.rowDigest())) {
      throw new VaultException.Tampered(
          "a row is not what log entry "
              + row.logIndex()
              + " says was written; nothing was released; run patientvault audit verify --records");
    }
  }

  /** The entry says which bytes were read: the digest of the row, or the root over several. */
  private static Bytes rowsOf(Release release) {
    return RowDigests.together(release.rows().stream().map(RowClaim::rowDigest).toList());
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return fetch.refusal(why);
  }
}

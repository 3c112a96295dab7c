package org.patientvault.internal.jobs;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Fetch;
import org.patientvault.internal.ledger.Release;
import org.patientvault.internal.ledger.RowClaim;
import org.patientvault.internal.sealing.RecordResealer;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RecordPlace;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.model.VaultException;

/**
 * Rows that are opened to be sealed again: named in the log first, and each held against the entry
 * that wrote it. No field of them leaves.
 */
final class OpenedRows implements Fetch {
  private final EntryDraft draft;
  private final List<RowClaim> claims;
  private final int schemaVersion;

  OpenedRows(JobParts parts, List<RecordResealer.Rows> records) {
    this.draft = parts.drafts().apply(EventCode.REENCRYPT).with("step", "opened");
    this.schemaVersion = parts.store().read(rows -> rows.theState().schemaVersion());
    this.claims =
        records.stream().flatMap(record -> record.rows().stream()).map(OpenedRows::claim).toList();
  }

  private static RowClaim claim(RecordResealer.Stored stored) {
    RevisionRow row = stored.row();
    return new RowClaim(stored.digest(), row.committedShard(), row.committedIndex(), Set.of());
  }

  @Override
  public int schemaVersion() {
    return schemaVersion;
  }

  @Override
  public Collection<RecordPlace> ahead() {
    return List.of();
  }

  @Override
  public List<Release> from(ReadView rows) {
    return List.of(new Release(draft.with("rows", (long) claims.size()), claims));
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

package org.patientvault;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Fetch;
import org.patientvault.internal.ledger.Release;
import org.patientvault.internal.ledger.RowClaim;
import org.patientvault.internal.sealing.RecordFetcher;
import org.patientvault.internal.sealing.SealedRecord;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RecordPlace;
import org.patientvault.model.FieldName;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;

/** What an update needs of the rows: the revision it builds on, which must be the newest. */
final class AmendFetch implements Fetch {
  private final RecordFetcher fetcher;
  private final RecordFetcher.Sought sought;
  private final int schemaVersion;
  private final int expectedRevision;
  private final EntryDraft draft;
  private final Set<FieldName> fields;
  private @Nullable SealedRecord before;

  AmendFetch(
      RecordFetcher fetcher,
      Rules rules,
      RecordKey key,
      int expectedRevision,
      EntryDraft draft,
      Set<FieldName> changed) {
    this.fetcher = fetcher;
    this.sought = fetcher.seek(key);
    this.schemaVersion = rules.schemaVersion();
    this.expectedRevision = expectedRevision;
    this.draft = draft;
    this.fields = rules.of(key.type()).touched(changed).named();
  }

  @Override
  public int schemaVersion() {
    return schemaVersion;
  }

  @Override
  public List<RecordPlace> ahead() {
    return RecordFetcher.place(sought).stream().toList();
  }

  /** The entry that lets the groups concerned be opened for merging. */
  @Override
  public List<Release> from(ReadView rows) {
    SealedRecord newest = fetcher.newest(rows, sought);
    if (newest.revision() != expectedRevision) {
      throw new VaultException.Conflict(
          "the record "
              + newest.record()
              + " is at revision "
              + newest.revision()
              + ", not "
              + expectedRevision
              + "; read it again");
    }
    before = newest;
    EntryDraft entry =
        draft
            .event(EventCode.READ)
            .about(sought.key().patient(), newest.record())
            .with("for", "update");
    RowClaim claim = newest.claim(fields);
    return List.of(new Release(entry, List.of(claim)));
  }

  /** The revision to be amended; only after the release. */
  SealedRecord before() {
    if (before == null) {
      throw new AssertionError("nothing was fetched");
    }
    return before;
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.refused(why));
  }
}

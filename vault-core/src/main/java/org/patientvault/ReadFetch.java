package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Fetch;
import org.patientvault.internal.ledger.Release;
import org.patientvault.internal.ledger.RowClaim;
import org.patientvault.internal.sealing.RecordFetcher;
import org.patientvault.internal.sealing.SealedRecord;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RecordPlace;
import org.patientvault.model.FieldName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/** What a read needs of the rows, fetched where its entries are appended. */
final class ReadFetch implements Fetch {
  private final RecordFetcher fetcher;
  private final int schemaVersion;
  private final List<Share> shares;
  private int lookedAt;

  /** One record, with what it is found by and the fields to be released. */
  record Wanted(Reads.Ask ask, RecordFetcher.Sought sought, Set<FieldName> fields) {}

  /** One patient's share of a request: one entry, and what it releases. */
  record Share(
      PatientRef patient, EntryDraft draft, List<Wanted> wanted, List<SealedRecord> fetched) {
    Share(PatientRef patient, EntryDraft draft, List<Wanted> wanted) {
      this(patient, draft, wanted, new ArrayList<>(wanted.size()));
    }
  }

  ReadFetch(RecordFetcher fetcher, int schemaVersion, List<Share> shares) {
    this.fetcher = fetcher;
    this.schemaVersion = schemaVersion;
    this.shares = shares;
  }

  @Override
  public int schemaVersion() {
    return schemaVersion;
  }

  @Override
  public List<RecordPlace> ahead() {
    return shares.stream()
        .flatMap(share -> share.wanted().stream())
        .filter(wanted -> wanted.ask().revision() == 0)
        .flatMap(wanted -> RecordFetcher.place(wanted.sought()).stream())
        .toList();
  }

  @Override
  public List<Release> from(ReadView rows) {
    // A transaction that the database undid is run again.
    lookedAt = 0;
    List<Release> releases = new ArrayList<>(shares.size());
    for (Share share : shares) {
      lookedAt++;
      share.fetched().clear();
      releases.add(fetch(rows, share));
    }
    return releases;
  }

  private Release fetch(ReadView rows, Share share) {
    List<RowClaim> claims = new ArrayList<>(share.wanted().size());
    for (Wanted wanted : share.wanted()) {
      SealedRecord sealed = fetch(rows, wanted);
      share.fetched().add(sealed);
      claims.add(sealed.claim(wanted.fields()));
    }
    EntryDraft draft = share.draft();
    boolean lone = claims.size() == 1;
    return new Release(
        lone ? draft.about(share.patient(), share.fetched().get(0).record()) : draft, claims);
  }

  private SealedRecord fetch(ReadView rows, Wanted wanted) {
    int revision = wanted.ask().revision();
    return revision == 0
        ? fetcher.newest(rows, wanted.sought())
        : fetcher.revision(rows, wanted.sought(), revision);
  }

  /** Which of several refusals comes tells of every patient up to the one it is about. */
  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return shares.subList(0, Math.max(1, lookedAt)).stream()
        .map(share -> share.draft().refused(why))
        .toList();
  }
}

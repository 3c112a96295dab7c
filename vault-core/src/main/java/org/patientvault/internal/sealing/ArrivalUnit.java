package org.patientvault.internal.sealing;

import java.util.List;
import java.util.Optional;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultException;

/**
 * Writes a record that an import believes to be new, without having looked. When there is one
 * already, nothing is written, and the answer says whether it holds the same content.
 */
public final class ArrivalUnit implements Unit<ArrivalUnit.Arrival> {
  private final RecordFetcher fetcher;
  private final RecordFetcher.Sought sought;
  private final Bytes fingerprint;
  private final WriteUnit creation;

  /** What became of it. */
  public enum Arrival {
    CREATED,
    THE_SAME_IS_THERE,
    ANOTHER_IS_THERE
  }

  public ArrivalUnit(
      RecordFetcher fetcher, RecordSealer.Place place, Bytes fingerprint, WriteUnit creation) {
    this.fetcher = fetcher;
    this.sought = fetcher.seek(place.key());
    this.fingerprint = fingerprint;
    this.creation = creation;
  }

  @Override
  public boolean mutates() {
    return false;
  }

  @Override
  public Arrival run(LedgerTransaction transaction) {
    creation.checkPatient(transaction);
    Optional<RecordRef> there = fetcher.find(transaction.rows(), sought);
    if (there.isPresent()) {
      return holds(transaction.rows(), there.get())
          ? Arrival.THE_SAME_IS_THERE
          : Arrival.ANOTHER_IS_THERE;
    }
    creation.write(transaction);
    return Arrival.CREATED;
  }

  private boolean holds(ReadView rows, RecordRef record) {
    return rows.headRevision(sought.key().patient(), record)
        .map(row -> RecordBody.read(row.body()).fingerprint().equals(fingerprint))
        .orElse(false);
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return creation.refusal(why);
  }
}

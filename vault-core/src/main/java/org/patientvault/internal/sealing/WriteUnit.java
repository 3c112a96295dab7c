package org.patientvault.internal.sealing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Manifest;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.RecordIndexRow;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Writes one revision of one record, sealed beforehand, with the entry that commits to its
 * manifest.
 *
 * <p>Gives the revision. An existing record on create, or another newest revision on update, is
 * {@link VaultException.Conflict}; an erased patient {@link VaultException.Erased}; a key that was
 * rotated meanwhile a conflict too.
 */
public final class WriteUnit implements Unit<Integer> {
  private final RecordFetcher fetcher;
  private final int schemaVersion;
  private final RecordSealer.Place place;
  private final RecordBody body;
  private final @Nullable SealedRecord before;
  private final EntryDraft draft;
  private final @Nullable RecordIndexRow indexRow;

  /**
   * {@code before} is the revision that is amended, null for a new record; {@code schemaVersion}
   * says where the fields were put.
   */
  public WriteUnit(
      VaultId vault,
      RecordFetcher fetcher,
      int schemaVersion,
      RecordSealer.Place place,
      RecordBody body,
      @Nullable SealedRecord before,
      EntryDraft draft) {
    this.fetcher = fetcher;
    this.schemaVersion = schemaVersion;
    this.place = place;
    this.body = body;
    this.before = before;
    this.indexRow = before == null ? fetcher.indexRow(place.key(), place.record()) : null;
    Bytes content =
        Manifest.content(vault, place.key().patient(), place.record(), place.revision(), body);
    this.draft =
        draft
            .about(place.key().patient(), place.record())
            .committing(Manifest.row(content, body))
            .spelled();
  }

  /** Every check comes before the first change, so there is nothing to undo when one refuses. */
  @Override
  public boolean mutates() {
    return false;
  }

  @Override
  public Integer run(LedgerTransaction transaction) {
    checkPatient(transaction);
    checkPredecessor(transaction.rows());
    write(transaction);
    return place.revision();
  }

  /** The changes, when all checks have passed. */
  void write(LedgerTransaction transaction) {
    long at = transaction.append(draft);
    if (indexRow != null) {
      transaction.rows().insertRecordIndex(indexRow);
    }
    transaction
        .rows()
        .insertRevision(
            RevisionRow.written(
                place.key().patient(),
                place.record(),
                place.revision(),
                place.patientKey().version(),
                Bytes.wrap(body.encoded()),
                transaction.shard(),
                at));
  }

  void checkPatient(LedgerTransaction transaction) {
    transaction.checkSchema(schemaVersion);
    PatientRef patient = place.key().patient();
    int version = transaction.keyVersion(patient);
    if (version != place.patientKey().version()) {
      throw VaultException.Conflict.passing(
          "the key of patient " + patient + " changed to version " + version + "; try again");
    }
  }

  private void checkPredecessor(WriteView rows) {
    if (before == null) {
      if (fetcher.find(rows, place.key()).isPresent()) {
        throw new VaultException.Conflict(
            "the patient "
                + place.key().patient()
                + " has a record of type "
                + place.key().type()
                + " with this id already; update it instead");
      }
      return;
    }
    RevisionRow newest =
        rows.headRevision(place.key().patient(), place.record())
            .orElseThrow(
                () ->
                    new VaultException.Tampered(
                        "the newest row of record " + place.record() + " is gone"));
    boolean same = fetcher.digest(newest).equals(before.rowDigest());
    if (!same && newest.isResealed() && newest.revision() == before.revision()) {
      throw VaultException.Conflict.passing(
          "the record " + place.record() + " was sealed again under another key; try again");
    }
    if (newest.revision() != before.revision() || !same) {
      throw new VaultException.Conflict(
          "the record "
              + place.record()
              + " is at revision "
              + newest.revision()
              + " now, not "
              + before.revision()
              + "; read it again");
    }
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

package org.patientvault.internal.sealing;

import org.jspecify.annotations.Nullable;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Manifest;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.KeyRow;
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
  private final VaultId vault;
  private final RecordFetcher fetcher;
  private final RecordSealer.Place place;
  private final RecordBody body;
  private final @Nullable SealedRecord before;
  private final EntryDraft draft;

  /** {@code before} is the revision that is amended, null for a new record. */
  public WriteUnit(
      VaultId vault,
      RecordFetcher fetcher,
      RecordSealer.Place place,
      RecordBody body,
      @Nullable SealedRecord before,
      EntryDraft draft) {
    this.vault = vault;
    this.fetcher = fetcher;
    this.place = place;
    this.body = body;
    this.before = before;
    this.draft = draft;
  }

  /** Every check comes before the first change, so there is nothing to undo when one refuses. */
  @Override
  public boolean mutates() {
    return false;
  }

  @Override
  public Integer run(LedgerTransaction transaction) {
    WriteView rows = transaction.rows();
    checkPatient(rows);
    checkPredecessor(rows);
    PatientRef patient = place.key().patient();
    Bytes digest = Manifest.digest(vault, patient, place.record(), place.revision(), body);
    long at = transaction.append(draft.about(patient, place.record()).committing(digest));
    if (before == null) {
      rows.insertRecordIndex(fetcher.indexRow(place.key(), place.record()));
    }
    rows.insertRevision(
        new RevisionRow(
            patient,
            place.record(),
            place.revision(),
            place.patientKey().version(),
            Bytes.wrap(body.encoded()),
            transaction.shard(),
            at));
    return place.revision();
  }

  private void checkPatient(WriteView rows) {
    PatientRef patient = place.key().patient();
    if (rows.tombstone(patient).isPresent()) {
      throw new VaultException.Erased(
          "the patient " + patient + " was erased; admit the patient anew");
    }
    int version = rows.currentPatientKey(patient).map(KeyRow::version).orElse(0);
    if (version != place.patientKey().version()) {
      throw new VaultException.Conflict(
          "the key of patient " + patient + " changed to version " + version + "; try again");
    }
  }

  private void checkPredecessor(WriteView rows) {
    if (before == null) {
      if (fetcher.find(rows, place.key()).isPresent()) {
        throw new VaultException.Conflict(
            "the patient "
                + place.key().patient()
                + " has a "
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
    if (newest.revision() != before.revision()
        || !fetcher.digest(newest).equals(before.rowDigest())) {
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
  public EntryDraft refusal(VaultException why) {
    return draft.failed(why);
  }
}

package org.patientvault;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.patientvault.audit.PatientErasure;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.TombstoneRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;

/** Tells of a patient's erasure in the log that is written, and leaves the tombstone. */
final class ErasureEntries {
  private final LedgerTransaction transaction;
  private final EntryDraft draft;

  ErasureEntries(LedgerTransaction transaction, EntryDraft draft) {
    this.transaction = transaction;
    this.draft = draft;
  }

  /**
   * Appends an entry for each name that a log knows the patient by; the last one tells all.
   *
   * @param names by log
   * @param salt what commits to the patient's reference
   */
  TombstoneRow tell(
      PatientRef patient,
      int number,
      Bytes salt,
      Map<Shard, Set<Bytes>> names,
      PatientErasure.Told told) {
    Bytes subject = PatientErasure.subject(patient, salt);
    Bytes pseudonym = transaction.pseudonym(patient);
    names.forEach(
        (log, known) ->
            known.stream()
                .filter(name -> log.number() != transaction.shard() || !name.equals(pseudonym))
                .forEach(
                    name ->
                        append(
                            name,
                            new PatientErasure(log.origin(), number, subject, Optional.empty()))));
    long at =
        append(
            pseudonym,
            new PatientErasure(transaction.origin(), number, subject, Optional.of(told)));
    TombstoneRow tombstone = new TombstoneRow(patient, number, salt, transaction.shard(), at);
    transaction.rows().erasing().insertTombstone(tombstone);
    return tombstone;
  }

  private long append(Bytes pseudonym, PatientErasure erasure) {
    PayloadRow text = Founding.payload(Bytes.wrap(erasure.text()));
    transaction.rows().putPayload(text);
    return transaction.append(draft.aboutErased(pseudonym).publishing(text.sha256()));
  }
}

package org.patientvault.internal.sealing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.crypto.PatientKeyWrap;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.RowDigests;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Admits a patient: a new random reference, a first key, and the identifiers to find it by, in one
 * entry.
 *
 * <p>An identifier that already belongs to a patient refuses all of it as {@link
 * VaultException.Conflict}.
 */
public final class AdmitUnit implements Unit<PatientRef> {
  private final VaultId vault;
  private final PatientRef patient;
  private final PatientKey key;
  private final Bytes wrapped;
  private final Bytes commitment;
  private final PatientIndex index;
  private final List<PatientIndex.Fresh> identifiers;
  private final EntryDraft draft;

  /** {@code key} is the patient's first, fresh. */
  public AdmitUnit(
      VaultId vault,
      PatientRef patient,
      PatientKey key,
      PatientKeyWrap wrap,
      PatientIndex index,
      List<PatientIdentifier> identifiers,
      EntryDraft draft) {
    this.vault = vault;
    this.patient = patient;
    this.key = key;
    this.wrapped = wrap.wrap(patient, key);
    this.commitment = wrap.commitment(patient, key);
    this.index = index;
    this.identifiers = PatientIndex.fresh(Set.copyOf(identifiers));
    this.draft = draft;
  }

  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public PatientRef run(LedgerTransaction transaction) {
    for (PatientIndex.Fresh each : identifiers) {
      if (index.row(transaction.rows(), each.identifier()).isPresent()) {
        throw new VaultException.Conflict(
            "an identifier belongs to a patient already; find that patient instead");
      }
    }
    long at =
        transaction.append(draft.event(EventCode.KEY_CREATE).about(patient).committing(digest()));
    transaction
        .rows()
        .insertPatientKey(
            new KeyRow(
                patient,
                key.version(),
                KeyStates.ACTIVE,
                wrapped,
                commitment,
                transaction.shard(),
                at));
    for (PatientIndex.Fresh identifier : identifiers) {
      transaction
          .rows()
          .insertPatientIndex(index.newRow(identifier, patient, transaction.shard(), at));
    }
    return patient;
  }

  private Bytes digest() {
    List<Bytes> digests = new ArrayList<>();
    digests.add(RowDigests.patientKey(vault, patient, key.version(), commitment));
    identifiers.forEach(
        identifier -> digests.add(RowDigests.patientIndex(vault, identifier.id(), patient)));
    return RowDigests.together(digests);
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.with("attempted", "admit").failed(why));
  }
}

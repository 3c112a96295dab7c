package org.patientvault.internal.sealing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.RowDigests;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Adds identifiers to find a patient by, in one entry; gives how many belong to another patient,
 * which keeps them.
 *
 * <p>Identifiers that find this patient already are left as they are.
 */
public record LinkUnit(
    VaultId vault,
    PatientRef patient,
    PatientIndex index,
    List<PatientIdentifier> identifiers,
    EntryDraft draft)
    implements Unit<Integer> {
  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public Integer run(LedgerTransaction transaction) {
    checkPatient(transaction);
    Map<PatientIdentifier, Optional<PatientRef>> owners = new HashMap<>();
    identifiers.forEach(each -> owners.put(each, index.find(transaction.rows(), each)));
    List<PatientIndex.Fresh> fresh =
        PatientIndex.fresh(
            owners.keySet().stream().filter(each -> owner(owners, each).isEmpty()).toList());
    int others =
        (int)
            owners.values().stream()
                .flatMap(Optional::stream)
                .filter(owner -> !owner.equals(patient))
                .count();
    if (!fresh.isEmpty()) {
      insert(transaction, fresh);
    } else if (others > 0) {
      // That an identifier is somebody else's is an answer about him.
      transaction.append(draft.event(EventCode.QUERY).about(patient));
    }
    return others;
  }

  private void checkPatient(LedgerTransaction transaction) {
    if (transaction.keyVersion(patient) == 0) {
      throw new VaultException.NotFound("there is no patient " + patient + " in this vault");
    }
  }

  private static Optional<PatientRef> owner(
      Map<PatientIdentifier, Optional<PatientRef>> owners, PatientIdentifier of) {
    return owners.getOrDefault(of, Optional.empty());
  }

  private void insert(LedgerTransaction transaction, List<PatientIndex.Fresh> fresh) {
    List<Bytes> digests =
        fresh.stream().map(each -> RowDigests.patientIndex(vault, each.id(), patient)).toList();
    long at =
        transaction.append(
            draft.event(EventCode.UPDATE).about(patient).committing(RowDigests.together(digests)));
    fresh.forEach(
        each ->
            transaction
                .rows()
                .insertPatientIndex(index.newRow(each, patient, transaction.shard(), at)));
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.with("attempted", "link").failed(why));
  }
}

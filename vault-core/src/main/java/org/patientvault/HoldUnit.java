package org.patientvault;

import java.util.List;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.HoldRow;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/** Puts a legal hold on a patient, or lifts it; the state's seal covers all holds. */
record HoldUnit(Engine engine, PatientRef patient, boolean held, EntryDraft draft)
    implements Unit<Boolean> {
  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public Boolean run(LedgerTransaction transaction) {
    StateSeal seal = new StateSeal(engine.id, engine.keys.stateMac());
    seal.verify(transaction.state(), transaction.rows());
    boolean holds = transaction.rows().erasures().hold(patient).isPresent();
    if (holds == held) {
      throw new VaultException.Refused(
          held ? "a hold is on this patient already" : "no hold is on this patient");
    }
    long at = transaction.append(draft.about(patient).with("action", held ? "hold" : "release"));
    if (held) {
      if (transaction.keyVersion(patient) == 0) {
        throw ErasurePreparation.unknown(patient);
      }
      transaction.rows().erasing().insertHold(new HoldRow(patient, transaction.shard(), at));
    } else {
      transaction.rows().erasing().deleteHold(patient);
    }
    transaction.putState(seal.sealed(transaction.state().withPatients(), transaction.rows()));
    return true;
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

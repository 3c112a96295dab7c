package org.patientvault;

import java.util.List;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/** Takes back what was asked: the patient stays. */
record CancelErasureUnit(Engine engine, PatientRef patient, EntryDraft draft)
    implements Unit<Boolean> {
  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public Boolean run(LedgerTransaction transaction) {
    StateSeal seal = new StateSeal(engine.id, engine.keys.stateMac());
    seal.verify(transaction.state(), transaction.rows());
    if (transaction.rows().erasures().pending(patient).isEmpty()) {
      throw new VaultException.NotFound("no erasure of this patient was asked for");
    }
    transaction.append(draft.about(patient).with("action", "keep"));
    transaction.rows().erasing().deletePending(patient);
    transaction.putState(seal.sealed(transaction.state().withPatients(), transaction.rows()));
    return true;
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

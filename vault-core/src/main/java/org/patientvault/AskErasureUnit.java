package org.patientvault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.patientvault.audit.ErasureGround;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.PendingErasureRow;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/** Notes that a patient is to be erased, from when on. */
record AskErasureUnit(
    Engine engine, PatientRef patient, ErasureGround ground, Instant now, EntryDraft draft)
    implements Unit<PendingErasure> {
  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public PendingErasure run(LedgerTransaction transaction) {
    StateSeal seal = new StateSeal(engine.id, engine.keys.stateMac());
    seal.verify(transaction.state(), transaction.rows());
    ErasurePreparation.checkErasable(engine, transaction, patient);
    if (transaction.rows().erasures().pending(patient).isPresent()) {
      throw new VaultException.Refused("the erasure of this patient was asked for already");
    }
    Duration wait = Duration.ofDays(ErasureRule.inForce(transaction.rows()).coolingOffDays());
    PendingErasure asked = new PendingErasure(patient, ground, now, now.plus(wait));
    long at =
        transaction.append(
            draft
                .about(patient)
                .with("action", "erase")
                .with("ground", ground.text())
                .with("due", asked.due().toEpochMilli()));
    transaction
        .rows()
        .erasing()
        .insertPending(
            new PendingErasureRow(
                patient,
                ground.text(),
                now.toEpochMilli(),
                asked.due().toEpochMilli(),
                transaction.shard(),
                at));
    transaction.putState(seal.sealed(transaction.state().withPatients(), transaction.rows()));
    return asked;
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

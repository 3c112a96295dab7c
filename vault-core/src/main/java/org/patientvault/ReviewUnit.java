package org.patientvault;

import java.util.List;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.model.VaultException;

/** Entries of a review, with the public texts that they name. Gives the index of the first. */
record ReviewUnit(List<EntryDraft> drafts, List<PayloadRow> payloads) implements Unit<Long> {
  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public Long run(LedgerTransaction transaction) {
    long first = transaction.nextIndex();
    payloads.forEach(transaction.rows()::putPayload);
    drafts.forEach(transaction::append);
    return first;
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(drafts.get(0).refused(why));
  }
}

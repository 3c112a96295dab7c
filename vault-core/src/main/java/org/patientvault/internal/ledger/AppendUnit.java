package org.patientvault.internal.ledger;

import java.util.List;
import org.patientvault.model.VaultException;

/** Entries alone. Gives the index of the first. */
record AppendUnit(List<EntryDraft> drafts) implements Unit<Long> {
  @Override
  public boolean mutates() {
    return false;
  }

  @Override
  public Long run(LedgerTransaction transaction) {
    long first = transaction.nextIndex();
    drafts.forEach(transaction::append);
    return first;
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(drafts.get(0).refused(why));
  }
}

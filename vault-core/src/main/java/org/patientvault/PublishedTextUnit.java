package org.patientvault;

import java.util.List;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** Appends an entry that names a public text, and keeps the text; gives the entry's index. */
record PublishedTextUnit(Bytes text, EntryDraft draft) implements Unit<PublishedTextUnit.Place> {
  /** Where the entry stands. */
  record Place(int shard, long index) {}

  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public Place run(LedgerTransaction transaction) {
    PayloadRow payload = Founding.payload(text);
    transaction.rows().putPayload(payload);
    long at = transaction.append(draft.publishing(payload.sha256()));
    return new Place(transaction.shard(), at);
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

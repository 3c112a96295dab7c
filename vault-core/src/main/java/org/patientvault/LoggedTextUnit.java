package org.patientvault;

import java.util.List;
import java.util.function.BiFunction;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Puts another text of a kind in force; it is public, its hash in the entry.
 *
 * @param demand refuses what administrators did not agree to
 */
record LoggedTextUnit(
    String kind,
    Bytes text,
    EntryDraft draft,
    BiFunction<LedgerTransaction, EntryDraft, EntryDraft> demand)
    implements Unit<Boolean> {
  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public Boolean run(LedgerTransaction transaction) {
    PayloadRow payload = Founding.payload(text);
    long at =
        transaction.append(
            demand.apply(transaction, draft).publishing(payload.sha256()).with("kind", kind));
    transaction.rows().putPayload(payload);
    int version = 1 + transaction.rows().configs(kind).size();
    transaction.rows().insertConfig(new ConfigRow(kind, version, text, transaction.shard(), at));
    return true;
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

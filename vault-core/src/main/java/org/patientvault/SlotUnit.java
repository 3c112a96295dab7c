package org.patientvault;

import java.util.List;
import java.util.function.BiFunction;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.internal.store.StateRow;
import org.patientvault.model.VaultException;

/**
 * Changes the slot set: checks that it is the authentic one, changes it, commits to it, and seals
 * the state again.
 *
 * @param opened the slots that what is added was taken from; they must be as they were
 * @param demand refuses what administrators did not agree to
 */
record SlotUnit(
    Engine engine,
    EntryDraft draft,
    List<SlotRow> opened,
    List<SlotRow> added,
    List<SlotRow> removed,
    BiFunction<LedgerTransaction, EntryDraft, EntryDraft> demand)
    implements Unit<Boolean> {
  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public Boolean run(LedgerTransaction transaction) {
    StateSeal seal = new StateSeal(engine.id, engine.keys.stateMac());
    seal.verify(transaction.state(), transaction.rows());
    EntryDraft agreed = demand.apply(transaction, draft);
    opened.forEach(slot -> checkThere(transaction, slot));
    removed.forEach(slot -> checkThere(transaction, slot));
    removed.forEach(transaction.rows()::deleteSlot);
    added.forEach(transaction.rows()::insertSlot);
    List<SlotRow> slots = transaction.rows().slots();
    if (slots.stream().noneMatch(SlotRow::wraps)) {
      throw new VaultException.Refused(
          "this is the last slot; without it the vault could never be opened again. Add another"
              + " first");
    }
    long at = transaction.append(agreed.committing(StateSeal.slotDigest(engine.id, slots)));
    StateRow state = transaction.state().withSlotsChangedBy(transaction.shard(), at);
    transaction.putState(seal.sealed(state, transaction.rows()));
    return true;
  }

  /** A slot that changed since may wrap another root by now than what was taken from it. */
  private static void checkThere(LedgerTransaction transaction, SlotRow slot) {
    if (!transaction.rows().slots().contains(slot)) {
      throw new VaultException.Conflict(
          "another administrator removed or renewed this slot meanwhile; try again");
    }
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

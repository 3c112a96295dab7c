package org.patientvault;

import java.util.Arrays;
import java.util.List;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.NewRoot;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.JobRow;
import org.patientvault.internal.store.KeysetRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.internal.store.StateRow;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/**
 * Gives the vault another root: every keyset is wrapped under it, and it is wrapped for every slot
 * that can be: those whose secret is at hand, and recipients by their public key. The others are
 * stale from then on and open nothing. One transaction.
 */
final class RootRotation {
  private final Engine engine;
  private final List<Unlock> unlocks;
  private final EntryDraft draft;

  RootRotation(Engine engine, List<Unlock> unlocks, EntryDraft draft) {
    this.engine = engine;
    this.unlocks = unlocks;
    this.draft = draft;
  }

  /** The slots as they are afterwards. */
  List<SlotRow> run() {
    StateRow before = engine.store.read(ReadView::theState);
    List<SlotRow> slots = engine.store.read(ReadView::slots);
    try (NewRoot root = engine.keys.newRoot()) {
      byte[] secret = root.root();
      try {
        List<SlotRow> renewed =
            new RewrappedSlots(engine.id, unlocks, RewrappedSlots.What.ROOT).with(secret, slots);
        engine.ledger.commit(new Change(engine, draft, before, slots, renewed, root));
        engine.keys.renew(secret, root.keysets());
        engine.refreshRules();
        return renewed;
      } finally {
        Arrays.fill(secret, (byte) 0);
      }
    }
  }

  /** The whole change, if nothing else changed since it was prepared. */
  private record Change(
      Engine engine,
      EntryDraft draft,
      StateRow prepared,
      List<SlotRow> wrappedFrom,
      List<SlotRow> slots,
      NewRoot root)
      implements Unit<Boolean> {
    @Override
    public boolean mutates() {
      return true;
    }

    @Override
    public Boolean run(LedgerTransaction transaction) {
      StateSeal seal = new StateSeal(engine.id, engine.keys.stateMac());
      StateRow before = transaction.state();
      seal.verify(before, transaction.rows());
      if (!engine.keys.areOf(VaultOpening.keysets(transaction.rows()))) {
        throw new VaultException.Refused(
            "this process has older keysets than the vault; open the vault anew, then renew the"
                + " root");
      }
      if (before.generation() != prepared.generation()) {
        throw new VaultException.Conflict(
            "another administrator changed slots, keys or rules meanwhile; try again");
      }
      checkWrappedFromAuthentic(transaction);
      Approval.demandNoneStale(engine, transaction, wrappedFrom, slots);
      slots.forEach(transaction.rows()::deleteSlot);
      slots.forEach(transaction.rows()::insertSlot);
      root.keysets()
          .forEach(
              each ->
                  transaction
                      .rows()
                      .replaceKeyset(
                          new KeysetRow(each.name(), each.generation(), each.wrapped())));
      long at = tell(transaction);
      StateRow state = before.withSlotsChangedBy(transaction.shard(), at);
      transaction.putState(seal.sealed(state, transaction.rows()));
      transaction.rows().insertJob(done(transaction, at));
      return true;
    }

    /** The seal is of the slots as they are now; the root was wrapped for those read before. */
    private void checkWrappedFromAuthentic(LedgerTransaction transaction) {
      if (!transaction.rows().slots().equals(wrappedFrom)) {
        throw new VaultException.Tampered(
            "a slot was changed by somebody without the vault's key while the root was renewed;"
                + " nothing was changed");
      }
    }

    /** For the age of the root; there is nothing left to do. */
    private JobRow done(LedgerTransaction transaction, long at) {
      byte[] id = new byte[16];
      engine.random.nextBytes(id);
      long now = engine.options.clock().millis();
      long keysets = root.keysets().size();
      return new JobRow(
          Bytes.wrap(id),
          KeyLevel.ROOT.text(),
          "proven",
          "ended",
          0,
          Bytes.of(new byte[0]),
          keysets,
          keysets,
          0,
          now,
          now,
          transaction.shard(),
          at);
    }

    /** The last entry speaks for the whole slot set. */
    private long tell(LedgerTransaction transaction) {
      Bytes digest = StateSeal.slotDigest(engine.id, slots);
      transaction.append(draft);
      slots.stream()
          .filter(slot -> !slot.wraps())
          .forEach(
              slot ->
                  transaction.append(
                      Slots.tell(draft.event(EventCode.KEY_SLOT_STALE), slot).committing(digest)));
      return transaction.append(
          draft
              .event(EventCode.KEY_SLOT_CHANGE)
              .with("slots", (long) slots.size())
              .committing(digest));
    }

    @Override
    public List<EntryDraft> refusal(VaultException why) {
      return List.of(draft.failed(why));
    }
  }
}

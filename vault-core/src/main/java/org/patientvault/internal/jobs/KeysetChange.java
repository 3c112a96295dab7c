package org.patientvault.internal.jobs;

import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.crypto.WrappedKeyset;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.KeysetRow;
import org.patientvault.internal.store.StateRow;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Puts the next generation of a keyset in force, inside a unit: checks that the one before is
 * there, replaces it, says so in the log, and seals the state again.
 */
final class KeysetChange {
  private KeysetChange() {}

  /** Gives the index of the entry. */
  static long apply(
      LedgerTransaction transaction, JobParts parts, WrappedKeyset next, EntryDraft draft) {
    return apply(transaction, parts.vault(), parts.keys(), next, draft);
  }

  /** As {@link #apply(LedgerTransaction, JobParts, WrappedKeyset, EntryDraft)}. */
  static long apply(
      LedgerTransaction transaction,
      VaultId vault,
      VaultKeys keys,
      WrappedKeyset next,
      EntryDraft draft) {
    StateSeal seal = new StateSeal(vault, keys.stateMac());
    StateRow before = transaction.state();
    seal.verify(before, transaction.rows());
    checkFollows(transaction, next);
    transaction.rows().replaceKeyset(new KeysetRow(next.name(), next.generation(), next.wrapped()));
    long at =
        transaction.append(
            draft.with("keyset", next.name()).with("generation", (long) next.generation()));
    transaction.putState(seal.sealed(before.withKeysets(), transaction.rows()));
    return at;
  }

  private static void checkFollows(LedgerTransaction transaction, WrappedKeyset next) {
    int newest =
        transaction.rows().keysets().stream()
            .filter(each -> each.name().equals(next.name()))
            .mapToInt(KeysetRow::generation)
            .max()
            .orElse(0);
    if (newest != next.generation() - 1) {
      throw new VaultException.Conflict(
          "another administrator changed the keyset " + next.name() + " meanwhile; try again");
    }
  }
}

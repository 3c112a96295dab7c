package org.patientvault.internal.ledger;

import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.StateRow;
import org.patientvault.model.VaultException;

/**
 * Believes a state only when the vault's key sealed it, and never an older one than before: else
 * who edits rows could put a policy of his own in force while a process runs.
 *
 * <p>Verifies when the row changed, not each time. Ask with snapshots in their order, by one thread
 * at a time.
 */
public final class StateGuard {
  private final StateSeal seal;
  private @Nullable StateRow believed;

  public StateGuard(StateSeal seal) {
    this.seal = seal;
  }

  /**
   * The state that these rows hold.
   *
   * @throws VaultException.Tampered when it is gone, was not sealed, or is older than before
   */
  public StateRow state(ReadView rows) {
    return believe(rows.theState(), rows);
  }

  /**
   * Refuses slots, policy and schema of these rows that are not those of {@code state}; what the
   * rows answered here they answer again.
   */
  public void verify(StateRow state, ReadView rows) {
    seal.verify(state, rows);
  }

  /** {@code state} with the tag that fits it and these rows, which were verified. */
  StateRow sealed(StateRow state, ReadView rows) {
    return seal.sealed(state, rows);
  }

  /** As {@link #believe}, for who writes beside it. */
  StateRow writesBeside(StateRow state, ReadView rows) {
    StateRow believed = believe(state, rows);
    seal.checkSealsWithItsKeys(believed);
    return believed;
  }

  /** As {@link #state}, for the state that these rows were found to hold. */
  StateRow believe(StateRow state, ReadView rows) {
    if (!state.equals(believed)) {
      seal.verify(state, rows);
      if (believed != null && state.generation() <= believed.generation()) {
        throw new VaultException.Tampered(
            "the vault's state went back from generation "
                + believed.generation()
                + " to "
                + state.generation()
                + ": an older policy, schema or slot set was put back, or a standby that lagged"
                + " behind took over. Find out which; this process goes on after a restart");
      }
      believed = state;
    }
    return state;
  }
}

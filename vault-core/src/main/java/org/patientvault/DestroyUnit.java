package org.patientvault;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.RequestKind;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.model.VaultException;

/**
 * Destroying a key, which nobody may alone where there are two administrators, and which this
 * version refuses in any case; an approved request stays unused then.
 */
record DestroyUnit(
    Engine engine,
    Map<String, String> parameters,
    Optional<String> request,
    EntryDraft draft,
    VaultException.Refused refused)
    implements Unit<Boolean> {
  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public Boolean run(LedgerTransaction transaction) {
    Approval.demand(engine, transaction, RequestKind.KEY_DESTROY, parameters, request, draft);
    throw refused;
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

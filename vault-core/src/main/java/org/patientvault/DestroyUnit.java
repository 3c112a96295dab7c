package org.patientvault;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.patientvault.audit.RequestKind;
import org.patientvault.internal.jobs.KeyDestruction;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.model.VaultException;

/**
 * Destroying a key, which nobody may alone where there are two administrators. What is refused
 * leaves an approved request unused.
 *
 * @param against what stands against it as far as was known before
 * @param since refuses what was done since that was looked at
 * @param work destroys it, or the first page of it, given the draft that names who agreed
 */
record DestroyUnit<T>(
    Engine engine,
    Map<String, String> parameters,
    Optional<String> request,
    EntryDraft draft,
    Optional<VaultException> against,
    BackupsSince since,
    BiFunction<LedgerTransaction, EntryDraft, T> work)
    implements Unit<DestroyUnit.Agreed<T>> {
  /** What was done, and the draft that names who agreed to it. */
  record Agreed<T>(T done, EntryDraft draft) {}

  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public Agreed<T> run(LedgerTransaction transaction) {
    EntryDraft agreed =
        Approval.demand(engine, transaction, RequestKind.KEY_DESTROY, parameters, request, draft);
    if (against.isPresent()) {
      throw against.get();
    }
    KeyDestruction.checkNoJob(transaction.rows());
    since.checkNone(transaction);
    return new Agreed<>(work.apply(transaction, agreed), agreed);
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

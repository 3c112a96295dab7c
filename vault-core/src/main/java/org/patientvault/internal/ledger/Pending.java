package org.patientvault.internal.ledger;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.RecordPlace;
import org.patientvault.internal.store.RolledBack;
import org.patientvault.model.VaultException;

/** A unit in the queue, with the promise its caller waits for. */
final class Pending<R> {
  private final Unit<R> unit;
  private final CompletableFuture<R> promise = new CompletableFuture<>();
  private final AtomicBoolean decided = new AtomicBoolean();
  private @Nullable R result;
  private @Nullable Throwable refused;

  Pending(Unit<R> unit) {
    this.unit = unit;
  }

  CompletableFuture<R> promise() {
    return promise;
  }

  Collection<RecordPlace> ahead() {
    return unit.ahead();
  }

  /** Whether the committer may run it: not after its caller gave up. */
  boolean take() {
    return decided.compareAndSet(false, true);
  }

  /** Whether its caller gave up in time: then it never runs. */
  boolean withdraw() {
    return decided.compareAndSet(false, true);
  }

  /** Runs the unit inside the batch's transaction; a refusal becomes an entry of its own. */
  void run(LedgerTransaction transaction) {
    result = null;
    refused = null;
    LedgerTransaction.Mark mark = transaction.mark(unit.mutates());
    try {
      result = unit.run(transaction);
      transaction.keep(mark);
    } catch (VaultException.StorageFailed | RolledBack e) {
      throw e;
    } catch (VaultException e) {
      refuse(transaction, mark, e, e);
    } catch (RuntimeException | AssertionError e) {
      refuse(transaction, mark, new VaultException.Refused("an internal error stopped it"), e);
    }
  }

  private void refuse(
      LedgerTransaction transaction,
      LedgerTransaction.Mark mark,
      VaultException said,
      Throwable told) {
    transaction.undo(mark);
    unit.refusal(said).forEach(transaction::appendRefusal);
    refused = told;
  }

  /** Tells the caller, after the commit. */
  @SuppressWarnings("NullAway") // a unit may well have nothing to return
  void committed() {
    if (refused != null) {
      promise.completeExceptionally(refused);
    } else {
      promise.complete(result);
    }
  }

  void failed(Throwable why) {
    promise.completeExceptionally(why);
  }
}

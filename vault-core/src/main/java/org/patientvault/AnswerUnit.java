package org.patientvault;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.patientvault.audit.AdministratorKey;
import org.patientvault.audit.Administrators;
import org.patientvault.audit.RequestAnswer;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.RequestRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** Approves, rejects or cancels a request, if it still stands open. */
record AnswerUnit(
    Engine engine, String id, RequestAnswer.Says says, AdministratorKey key, EntryDraft draft)
    implements Unit<RequestInfo> {
  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public RequestInfo run(LedgerTransaction transaction) {
    StateSeal seal = new StateSeal(engine.id, engine.keys.stateMac());
    seal.verify(transaction.state(), transaction.rows());
    StoredRequest request = StoredRequest.named(transaction.rows(), id);
    Instant now = RequestClock.now(engine, transaction, request.row());
    request.checkStands(open(), now, transaction.origin());
    checkWho(request, AdministratorsText.inForce(transaction.rows()));
    RequestAnswer answer = RequestAnswer.sign(says, request.request(), key);
    PayloadRow payload = Founding.payload(Bytes.wrap(answer.text()));
    transaction.append(
        draft
            .agreed(request.request().id(), List.of(Approval.actor(key.name())))
            .publishing(payload.sha256())
            .with(
                Map.of(
                    "kind", request.request().kind().text(),
                    "answer", says.text(),
                    "askedBy", request.request().admin(),
                    "answeredBy", key.name())));
    transaction.rows().putPayload(payload);
    RequestRow row = request.row().answered(then().text(), payload.body(), now.toEpochMilli());
    transaction.rows().putRequest(row);
    transaction.putState(seal.sealed(transaction.state().withRequests(), transaction.rows()));
    return StoredRequest.of(row).info(now, Map.of());
  }

  /** An approval may still be taken back, and is given once. */
  private List<RequestInfo.State> open() {
    return says == RequestAnswer.Says.APPROVE
        ? List.of(RequestInfo.State.PENDING)
        : List.of(RequestInfo.State.PENDING, RequestInfo.State.APPROVED);
  }

  private RequestInfo.State then() {
    return switch (says) {
      case APPROVE -> RequestInfo.State.APPROVED;
      case REJECT -> RequestInfo.State.REJECTED;
      case CANCEL -> RequestInfo.State.CANCELLED;
    };
  }

  private void checkWho(StoredRequest request, Administrators all) {
    request.checkAsked(all);
    if (!StoredRequest.key(all, key.name()).equals(key.publicKey())) {
      throw new VaultException.Refused("the key is not the one enrolled for " + key.name());
    }
    boolean own = request.request().admin().equals(key.name());
    if (own != (says == RequestAnswer.Says.CANCEL)) {
      throw new VaultException.Refused(
          own
              ? "who asks cannot answer too: another administrator has to"
              : "only who asked can cancel; another administrator rejects");
    }
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

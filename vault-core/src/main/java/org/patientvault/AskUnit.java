package org.patientvault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.patientvault.audit.Administrators;
import org.patientvault.audit.SignedRequest;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.RequestRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** Puts down what an administrator asks for; what ended long ago is cleared away. */
record AskUnit(Engine engine, SignedRequest signed, RequestDetails details, EntryDraft draft)
    implements Unit<RequestInfo> {
  private static final int MOST = 1000;
  private static final Duration KEPT = Duration.ofDays(90);

  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public RequestInfo run(LedgerTransaction transaction) {
    StateSeal seal = new StateSeal(engine.id, engine.keys.stateMac());
    seal.verify(transaction.state(), transaction.rows());
    Administrators all = AdministratorsText.inForce(transaction.rows());
    check(all, transaction);
    Instant now = engine.options.clock().instant();
    clear(transaction, now);
    PayloadRow payload = Founding.payload(Bytes.wrap(signed.text()));
    long at = transaction.append(draft.publishing(payload.sha256()));
    transaction.rows().putPayload(payload);
    RequestRow row =
        new RequestRow(
            Bytes.wrap(java.util.HexFormat.of().parseHex(signed.request().id())),
            RequestInfo.State.PENDING.text(),
            payload.body(),
            Bytes.of(new byte[0]),
            now.toEpochMilli(),
            transaction.shard(),
            at);
    transaction.rows().putRequest(row);
    transaction.putState(seal.sealed(transaction.state().withRequests(), transaction.rows()));
    return StoredRequest.of(row).info(now, details.parameters());
  }

  private void check(Administrators all, LedgerTransaction transaction) {
    if (!all.isTwoPerson()) {
      throw new VaultException.Refused(
          "fewer than two administrators are enrolled, so there is nobody to ask; it is done"
              + " without a request");
    }
    if (!signed.isSignedBy(StoredRequest.key(all, signed.request().admin()))) {
      throw new VaultException.Refused(
          "the key that signed is not the one enrolled for " + signed.request().admin());
    }
    if (!signed.request().origin().equals(transaction.origin())) {
      throw new VaultException.Conflict("the log was closed meanwhile; ask again");
    }
  }

  private static void clear(LedgerTransaction transaction, Instant now) {
    for (RequestRow row : transaction.rows().requests()) {
      boolean open = StoredRequest.of(row).isOpen(now);
      if (!open && row.changedMillis() < now.minus(KEPT).toEpochMilli()) {
        transaction.rows().deleteRequest(row);
      }
    }
    if (transaction.rows().requests().size() >= MOST) {
      throw new VaultException.LimitExceeded(
          "a vault holds at most " + MOST + " requests; those that ended go after 90 days");
    }
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}

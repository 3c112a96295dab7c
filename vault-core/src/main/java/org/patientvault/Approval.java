package org.patientvault;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.Administrators;
import org.patientvault.audit.RequestAnswer;
import org.patientvault.audit.RequestKind;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.model.Actor;
import org.patientvault.model.VaultException;

/**
 * Holds what an administrator is about to do against what another one agreed to, inside the
 * transaction that does it: of two that do it at once, one is too late.
 */
final class Approval {
  private static final String ISSUER = "administrator";

  private Approval() {}

  /**
   * Lets through what one administrator alone may do, or what another one approved; that is carried
   * out then, if the transaction is committed. To be called once for an act, before the caller
   * reads the transaction's state.
   *
   * @param parameters what is done; must be what was asked for
   * @param requestId as the caller was given it
   * @return {@code draft}, which names request and approvers where there are any
   * @throws VaultException.Refused when two administrators are enrolled and no approved, unused
   *     request that has not expired asks for exactly this
   * @throws VaultException.Tampered when somebody without the vault's key changed the list of
   *     administrators or a request
   */
  static EntryDraft demand(
      Engine engine,
      LedgerTransaction transaction,
      RequestKind kind,
      Map<String, String> parameters,
      Optional<String> requestId,
      EntryDraft draft) {
    StateSeal seal = new StateSeal(engine.id, engine.keys.stateMac());
    seal.verify(transaction.state(), transaction.rows());
    Administrators all = AdministratorsText.inForce(transaction.rows());
    if (!all.isTwoPerson()) {
      requestId.ifPresent(id -> refuseUnneeded());
      return draft;
    }
    StoredRequest request =
        StoredRequest.named(transaction.rows(), requestId.orElseThrow(() -> unasked(kind)));
    Instant now = RequestClock.now(engine, transaction, request.row());
    RequestAnswer approval = checked(request, all, transaction.origin(), now);
    checkIsThis(engine, transaction, request, kind, parameters);
    transaction
        .rows()
        .putRequest(request.row().in(RequestInfo.State.DONE.text(), now.toEpochMilli()));
    transaction.putState(seal.sealed(transaction.state().withRequests(), transaction.rows()));
    return draft
        .agreed(
            request.request().id(),
            List.of(actor(request.request().admin()), actor(approval.admin())))
        .with(Map.of("askedBy", request.request().admin(), "approvedBy", approval.admin()));
  }

  /** A request for exactly this that is approved and holds now; empty when there is none. */
  static Optional<String> approved(
      Engine engine, RequestKind kind, Map<String, String> parameters) {
    Instant now = engine.options.clock().instant();
    return engine.store.read(
        rows ->
            rows.requests().stream()
                .map(StoredRequest::of)
                .filter(each -> each.request().kind() == kind)
                .filter(each -> each.state(now) == RequestInfo.State.APPROVED)
                .filter(each -> !now.isBefore(each.request().notBefore()))
                .filter(each -> each.request().origin().equals(engine.shard().origin()))
                .filter(
                    each ->
                        each.details(engine, rows)
                            .filter(asked -> asked.parameters().equals(parameters))
                            .isPresent())
                .map(each -> each.request().id())
                .findFirst());
  }

  /** An administrator as entries know whoever signs with that name. */
  static Actor actor(String name) {
    return new Actor(ISSUER, name, new org.patientvault.model.Role("admin"));
  }

  private static void refuseUnneeded() {
    throw new VaultException.Refused(
        "fewer than two administrators are enrolled, so there is no request to go by; leave it"
            + " out");
  }

  private static VaultException.Refused unasked(RequestKind kind) {
    return new VaultException.Refused(
        "this needs two administrators ("
            + kind.text()
            + "): one asks for it, with --ask, another one runs patientvault request approve, then"
            + " it is done with --request");
  }

  private static RequestAnswer checked(
      StoredRequest request, Administrators all, String log, Instant now) {
    request.checkStands(List.of(RequestInfo.State.APPROVED), now, log);
    if (now.isBefore(request.request().notBefore())) {
      throw new VaultException.Refused(
          "the request holds from " + request.request().notBefore() + " on");
    }
    request.checkAsked(all);
    return request.checkApproved(all);
  }

  private static void checkIsThis(
      Engine engine,
      LedgerTransaction transaction,
      StoredRequest request,
      RequestKind kind,
      Map<String, String> parameters) {
    RequestDetails details =
        request
            .details(engine, transaction.rows())
            .orElseThrow(
                () ->
                    new VaultException.Refused(
                        "the log no longer keeps what was asked for; ask again"));
    if (request.request().kind() != kind || !details.parameters().equals(parameters)) {
      throw new VaultException.Refused(
          "the request was for something else ("
              + request.request().kind().text()
              + "; patientvault request show says what), or what it is about changed since");
    }
  }

  /**
   * Refuses to let a slot go stale that still opens the vault: nobody alone takes another one's way
   * in, and renewing keys without the slot's secret would.
   */
  static void demandNoneStale(
      Engine engine, LedgerTransaction transaction, List<SlotRow> before, List<SlotRow> after) {
    new StateSeal(engine.id, engine.keys.stateMac())
        .verify(transaction.state(), transaction.rows());
    long wrapping = before.stream().filter(SlotRow::wraps).count();
    long left = after.stream().filter(SlotRow::wraps).count();
    if (left < wrapping && AdministratorsText.inForce(transaction.rows()).isTwoPerson()) {
      throw new VaultException.Refused(
          (wrapping - left)
              + " slots would open the vault no longer, and that needs two administrators: give"
              + " their secrets too, or remove these slots first, each with a request");
    }
  }
}

package org.patientvault;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.Administrators;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.ChangeRequest;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.RequestAnswer;
import org.patientvault.audit.SignedRequest;
import org.patientvault.audit.VerifierKey;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RequestRow;
import org.patientvault.model.VaultException;

/** A request as it is stored, read; signatures are checked where it matters who signed. */
record StoredRequest(RequestRow row, SignedRequest signed, Optional<RequestAnswer> answer) {
  /** The member of an entry's detail that holds the private part. */
  static final String ASKED = "asked";

  private static final int MOST_DETAIL_BYTES = 64 << 10;

  static StoredRequest of(RequestRow row) {
    try {
      return new StoredRequest(
          row,
          SignedRequest.parse(row.statement().toArray()),
          row.answer().size() == 0
              ? Optional.empty()
              : Optional.of(RequestAnswer.parse(row.answer().toArray())));
    } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
      throw new VaultException.Tampered("a stored request is none", e);
    }
  }

  /**
   * {@code id}, if a request can be named so.
   *
   * @throws VaultException.InvalidInput when it cannot
   */
  static String checkedId(String id) {
    if (!id.matches("[0-9a-f]{4,32}")) {
      throw new VaultException.InvalidInput(
          "a request is named by the first four hex digits of its id, or more");
    }
    return id;
  }

  /**
   * The one whose id begins so.
   *
   * @throws VaultException.NotFound when there is none, or more than one
   */
  static StoredRequest named(ReadView rows, String id) {
    List<RequestRow> found =
        rows.requests().stream().filter(row -> row.id().hex().startsWith(id)).toList();
    if (found.size() != 1) {
      throw new VaultException.NotFound(
          found.size() + " requests have an id that begins with " + id);
    }
    return of(found.get(0));
  }

  ChangeRequest request() {
    return signed.request();
  }

  RequestInfo.State state(Instant now) {
    RequestInfo.State stored = RequestInfo.State.valueOf(row.state().toUpperCase(Locale.ROOT));
    boolean open = stored == RequestInfo.State.PENDING || stored == RequestInfo.State.APPROVED;
    return open && !now.isBefore(request().expires()) ? RequestInfo.State.EXPIRED : stored;
  }

  /** Whether it can still be approved or carried out. */
  boolean isOpen(Instant now) {
    RequestInfo.State state = state(now);
    return state == RequestInfo.State.PENDING || state == RequestInfo.State.APPROVED;
  }

  /** Refuses one that does not stand as {@code wanted} now, and says how it stands. */
  void checkStands(List<RequestInfo.State> wanted, Instant now, String log) {
    RequestInfo.State state = state(now);
    if (!wanted.contains(state)) {
      throw new VaultException.Refused(
          switch (state) {
            case PENDING ->
                "nobody has approved the request yet: another administrator does, with"
                    + " patientvault request approve";
            case APPROVED -> "the request was approved already";
            case DONE -> "the request was carried out already; ask again for another time";
            case REJECTED -> "the request was rejected";
            case CANCELLED -> "the request was cancelled";
            case EXPIRED -> "the request expired at " + request().expires() + "; ask again";
          });
    }
    if (!request().origin().equals(log)) {
      throw new VaultException.Refused(
          "the request belongs to another log, " + request().origin() + "; ask again");
    }
  }

  /**
   * The key of the administrator who is called so.
   *
   * @throws VaultException.Refused when nobody is, or is no longer
   */
  static VerifierKey key(Administrators all, String name) {
    return all.named(name)
        .orElseThrow(
            () -> new VaultException.Refused("no administrator of this vault is called " + name));
  }

  /** Refuses a request that who asks did not sign with the key that is enrolled now. */
  void checkAsked(Administrators all) {
    if (!signed.isSignedBy(key(all, request().admin()))) {
      throw new VaultException.Tampered(
          "the request was not signed with the key of the administrator who asks");
    }
  }

  /** Refuses one that another administrator, enrolled now, did not approve. */
  RequestAnswer checkApproved(Administrators all) {
    RequestAnswer approval =
        answer
            .filter(each -> each.says() == RequestAnswer.Says.APPROVE)
            .orElseThrow(() -> new VaultException.Tampered("an approval is missing"));
    if (approval.admin().equals(request().admin())
        || !approval.isSignedBy(key(all, approval.admin()), request())) {
      throw new VaultException.Tampered("no other administrator signed the approval");
    }
    return approval;
  }

  /** What is not public; empty when the log keeps it no longer. */
  Optional<RequestDetails> details(Engine engine, ReadView rows) {
    return LogChain.of(rows).stream()
        .filter(log -> log.number() == row.logShard())
        .findFirst()
        .flatMap(log -> details(engine, rows, log));
  }

  private Optional<RequestDetails> details(Engine engine, ReadView rows, Shard log) {
    Optional<RequestDetails> found =
        engine.books().of(log).detailAboutNobody(rows, row.logIndex()).map(StoredRequest::asked);
    if (found.filter(each -> !each.digest().equals(request().details())).isPresent()) {
      throw new VaultException.Tampered("what was asked for is not what was signed");
    }
    return found;
  }

  private static RequestDetails asked(byte[] detail) {
    JsonValue read = CanonicalJson.parse(detail, MOST_DETAIL_BYTES);
    if (read instanceof JsonValue.Members members
        && members.members().get(ASKED) instanceof JsonValue.Text asked) {
      return RequestDetails.parse(asked.text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    throw new VaultException.Tampered("a request names an entry that asks for nothing");
  }

  /** For people; {@code parameters} may be left out. */
  RequestInfo info(Instant now, Map<String, String> parameters) {
    return new RequestInfo(
        request().id(),
        request().kind(),
        state(now),
        request().admin(),
        answer.filter(each -> each.says() != RequestAnswer.Says.CANCEL).map(RequestAnswer::admin),
        request().notBefore(),
        request().expires(),
        parameters);
  }
}

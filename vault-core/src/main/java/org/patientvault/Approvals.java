package org.patientvault;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.patientvault.audit.AdministratorKey;
import org.patientvault.audit.Administrators;
import org.patientvault.audit.ChangeRequest;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.RequestAnswer;
import org.patientvault.audit.RequestKind;
import org.patientvault.audit.SignedRequest;
import org.patientvault.audit.VerifierKey;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * What an administrator may do once another one has agreed. From the second enrolled administrator
 * on, nobody alone changes policy, schema, witnesses, retention or administrators, removes a slot,
 * destroys a key or erases: one asks, another one approves with a key of his own, then it is done
 * once, through {@link Administration#under}.
 *
 * <p>Binds who works through this product. Who holds a slot's secret and the database can write
 * what he likes with code of his own; what binds him is said in docs/two-persons.md. Safe for use
 * by several threads.
 */
public final class Approvals {
  /** How long a request stands where nothing else is said. */
  public static final Duration USUAL = Duration.ofDays(3);

  private static final Duration LEAST = Duration.ofMinutes(1);
  private static final Duration MOST = Duration.ofDays(30);

  private final Engine engine;
  private final Function<EventCode, EntryDraft> drafts;
  private final Optional<String> request;

  Approvals(Engine engine, Function<EventCode, EntryDraft> drafts, Optional<String> request) {
    this.engine = engine;
    this.drafts = drafts;
    this.request = request;
  }

  /** Whether two administrators or more are enrolled. */
  public boolean isTwoPerson() {
    return administrators().isTwoPerson();
  }

  /** Who is enrolled. */
  public Administrators administrators() {
    engine.refreshRules();
    return engine.store.read(AdministratorsText::inForce);
  }

  /**
   * Enrols an administrator, and gives the list's version. The second one begins the rule. Compare
   * the fingerprint over another way than the public key came.
   *
   * @throws VaultException.Conflict when name or key are there already
   * @throws VaultException.Refused without an approved request, once there are two
   */
  public int enrol(VerifierKey key) {
    Administrators then = administrators().with(key);
    return install(then, RequestParameters.enrol(key, then));
  }

  /**
   * Removes an administrator, and gives the list's version. Where one is left, the rule ends.
   *
   * @throws VaultException.NotFound when nobody is called so
   * @throws VaultException.Refused without an approved request, once there are two
   */
  public int remove(String name) {
    Administrators then = administrators().without(name);
    return install(then, RequestParameters.remove(name, then));
  }

  private int install(Administrators then, Map<String, String> parameters) {
    EntryDraft draft = drafts.apply(EventCode.CONFIG);
    int version =
        engine.ledger.commit(
            new ConfigUnit(
                engine,
                draft,
                StateSeal.ADMINISTRATORS,
                then.text(),
                new ConfigUnit.Asked(RequestKind.ADMINISTRATORS, parameters, request)));
    engine.refreshRules();
    return version;
  }

  /** What to ask for before a policy, a schema, witnesses or such a text is put in force. */
  public static Map<String, String> forText(byte[] text) {
    return RequestParameters.text(Bytes.of(text));
  }

  /** What to ask for before that rule is put in force. */
  public static Map<String, String> forRule(RetentionRule rule) {
    return RequestParameters.text(rule.text());
  }

  /** What to ask for before that rule is put in force. */
  public static Map<String, String> forRule(ErasureRule rule) {
    return RequestParameters.text(rule.text());
  }

  /** What to ask for before an administrator is enrolled beside those who are now. */
  public Map<String, String> forEnrolling(VerifierKey key) {
    return RequestParameters.enrol(key, administrators().with(key));
  }

  /** What to ask for before an administrator is removed from those who are now. */
  public Map<String, String> forRemoving(String name) {
    return RequestParameters.remove(name, administrators().without(name));
  }

  /**
   * What to ask for before a slot is removed.
   *
   * @param slotId at least the first four hex digits
   */
  public Map<String, String> forSlot(String slotId) {
    return RequestParameters.slot(engine.id, Administration.slot(engine, slotId));
  }

  /** What to ask for before a key is destroyed. */
  public static Map<String, String> forKey(KeyLevel level, int key) {
    return RequestParameters.key(level, key);
  }

  /** What to ask for before a patient, or what the log tells about one, is erased. */
  public static Map<String, String> forPatient(PatientRef patient, ErasureGround ground) {
    return RequestParameters.patient(patient, ground);
  }

  /** As {@link #ask(RequestKind, Map, AdministratorKey, Instant, Duration, String)}, for 72 h. */
  public RequestInfo ask(
      RequestKind kind,
      Map<String, String> parameters,
      AdministratorKey key,
      Instant notBefore,
      String reason) {
    return ask(kind, parameters, key, notBefore, USUAL, reason);
  }

  /**
   * Asks another administrator to agree to something, and signs that.
   *
   * @param parameters as one of the methods here makes them
   * @param notBefore it is not done sooner; to whole seconds
   * @param stands how long after that it can be done: 1 minute to 30 days
   * @param reason 1 to 2,000 characters; sealed
   * @throws IllegalArgumentException for another time or reason
   * @throws VaultException.Refused when fewer than two administrators are enrolled, or the key is
   *     none of theirs
   */
  public RequestInfo ask(
      RequestKind kind,
      Map<String, String> parameters,
      AdministratorKey key,
      Instant notBefore,
      Duration stands,
      String reason) {
    if (stands.compareTo(LEAST) < 0 || stands.compareTo(MOST) > 0) {
      throw new IllegalArgumentException("a request stands for 1 minute to 30 days");
    }
    EntryDraft draft = drafts.apply(EventCode.REQUEST);
    RequestDetails details = RequestDetails.of(parameters, reason, random());
    Instant from = notBefore.truncatedTo(ChronoUnit.SECONDS);
    ChangeRequest asked =
        new ChangeRequest(
            random().hex(),
            kind,
            engine.shard().origin(),
            key.name(),
            details.digest(),
            Optional.ofNullable(kind.publishes() ? parameters.get(RequestParameters.TEXT) : null)
                .map(hex -> Bytes.wrap(java.util.HexFormat.of().parseHex(hex))),
            from,
            from.plus(stands));
    EntryDraft told =
        draft
            .agreed(asked.id(), List.of())
            .with("kind", kind.text())
            .with("askedBy", key.name())
            .with(
                StoredRequest.ASKED,
                new String(details.text().toArray(), java.nio.charset.StandardCharsets.UTF_8));
    return committed(new AskUnit(engine, SignedRequest.sign(asked, key), details, told));
  }

  private Bytes random() {
    byte[] random = new byte[16];
    engine.random.nextBytes(random);
    return Bytes.wrap(random);
  }

  /**
   * Agrees to a request of another administrator; does nothing yet.
   *
   * @param id at least its first four hex digits
   * @throws VaultException.Refused by who asked, or with a key that is none of theirs; when it
   *     expired, was answered or carried out
   */
  public RequestInfo approve(String id, AdministratorKey key) {
    return answer(id, RequestAnswer.Says.APPROVE, key, EventCode.APPROVE);
  }

  /** Does not agree, or no longer: a request that was approved, and not yet carried out, ends. */
  public RequestInfo reject(String id, AdministratorKey key) {
    return answer(id, RequestAnswer.Says.REJECT, key, EventCode.REVOKE);
  }

  /** Takes back a request of one's own that was not carried out yet. */
  public RequestInfo cancel(String id, AdministratorKey key) {
    return answer(id, RequestAnswer.Says.CANCEL, key, EventCode.REVOKE);
  }

  private RequestInfo answer(
      String id, RequestAnswer.Says says, AdministratorKey key, EventCode event) {
    EntryDraft draft = drafts.apply(event).with("request", StoredRequest.checkedId(id));
    return committed(new AnswerUnit(engine, id, says, key, draft));
  }

  private RequestInfo committed(org.patientvault.internal.ledger.Unit<RequestInfo> unit) {
    RequestInfo info = engine.ledger.commit(unit);
    engine.refreshRules();
    return info;
  }

  /** Every request that is kept, those that ended for 90 days, without what only some may see. */
  public List<RequestInfo> list() {
    engine.refreshRules();
    Instant now = engine.options.clock().instant();
    return engine.store.read(
        rows ->
            rows.requests().stream()
                .map(row -> StoredRequest.of(row).info(now, Map.of()))
                .sorted(java.util.Comparator.comparing(RequestInfo::expires).reversed())
                .toList());
  }

  /**
   * One request with what exactly is asked for, and why. That somebody looked is in the log.
   *
   * @param id at least its first four hex digits
   * @throws VaultException.NotFound when there is none, or more than one
   * @throws VaultException.AccessDenied when the policy does not let this role administer
   */
  public RequestInfo show(String id) {
    EntryDraft draft = drafts.apply(EventCode.LOG_READ);
    engine.ledger.append(List.of(draft.with("request", StoredRequest.checkedId(id))));
    Instant now = engine.options.clock().instant();
    return engine.store.read(
        rows -> {
          StoredRequest stored = StoredRequest.named(rows, id);
          return stored.info(
              now, stored.details(engine, rows).map(Approvals::all).orElseGet(Map::of));
        });
  }

  private static Map<String, String> all(RequestDetails details) {
    Map<String, String> all = new TreeMap<>(details.parameters());
    all.put("reason", details.reason());
    return all;
  }
}

package org.patientvault;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.patientvault.access.AccessRequest;
import org.patientvault.access.Decision;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.TypeSchema;
import org.patientvault.model.VaultException;

/**
 * Who asks, why, and what the policy says to it. A refusal is logged before the caller hears of it.
 */
final class Access {
  final Engine engine;
  final Actor actor;
  final Purpose purpose;
  private final @Nullable Emergency emergency;
  private final @Nullable String oneRequest;

  /** An emergency window: one patient, until its end or until somebody closes it. */
  record Emergency(PatientRef patient, String id, Instant until, AtomicBoolean closed) {}

  Access(Engine engine, Actor actor, Purpose purpose, @Nullable Emergency emergency) {
    this(engine, actor, purpose, emergency, null);
  }

  private Access(
      Engine engine,
      Actor actor,
      Purpose purpose,
      @Nullable Emergency emergency,
      @Nullable String oneRequest) {
    this.engine = engine;
    this.actor = actor;
    this.purpose = purpose;
    this.emergency = emergency;
    this.oneRequest = oneRequest;
  }

  /** The same, with one request id for all that is done from now on. */
  Access underOneRequest() {
    return new Access(engine, actor, purpose, emergency, engine.newId());
  }

  /** A draft in this actor's name, under a fresh request id and the rules in force. */
  EntryDraft draft(EventCode event, Rules rules) {
    EntryDraft draft =
        EntryDraft.of(event)
            .by(actor, purpose)
            .request(oneRequest == null ? engine.newId() : oneRequest, rules.policyVersion())
            .with(Map.of("issuer", actor.issuer(), "user", actor.userId()));
    return emergency == null ? draft : draft.with("emergency", emergency.id());
  }

  /** Whether an emergency window is open for {@code patient} now. */
  boolean emergencyFor(PatientRef patient) {
    return emergency != null
        && emergency.patient().equals(patient)
        && !emergency.closed().get()
        && engine.options.clock().instant().isBefore(emergency.until());
  }

  /**
   * Lets {@code draft}'s request pass if every class is allowed; says whether only the emergency
   * allowed it. Where there is no class there is nothing to allow: that is refused.
   *
   * @throws VaultException.AccessDenied when one is not; the refusal is in the log by then
   */
  boolean demand(
      EntryDraft draft,
      Rules rules,
      Collection<FieldClass> classes,
      Function<FieldClass, AccessRequest> request) {
    if (classes.isEmpty()) {
      throw deny(draft, "the request is about no class of fields, so no rule can allow it");
    }
    boolean byBreakGlass = false;
    for (FieldClass each : classes) {
      Decision decision = rules.policy().decide(request.apply(each));
      if (decision instanceof Decision.Allowed allowed) {
        byBreakGlass |= allowed.byBreakGlass();
      } else {
        throw deny(draft, reason(decision));
      }
    }
    return byBreakGlass;
  }

  /** As {@link #demand(EntryDraft, Rules, Collection, Function)}, for what concerns no class. */
  boolean demand(EntryDraft draft, Rules rules, AccessRequest request) {
    Decision decision = rules.policy().decide(request);
    if (decision instanceof Decision.Allowed allowed) {
      return allowed.byBreakGlass();
    }
    throw deny(draft, reason(decision));
  }

  /**
   * As {@link #demand(EntryDraft, Rules, Collection, Function)}, for what concerns {@code patient};
   * gives the draft to append, which says so if only the emergency allowed it.
   */
  EntryDraft allowed(
      EntryDraft draft,
      Rules rules,
      PatientRef patient,
      Collection<FieldClass> classes,
      Function<FieldClass, AccessRequest> request) {
    Function<FieldClass, AccessRequest> asked =
        emergencyFor(patient) ? request.andThen(AccessRequest::inEmergency) : request;
    return byBreakGlass(draft, demand(draft, rules, classes, asked));
  }

  /** As {@link #allowed(EntryDraft, Rules, PatientRef, Collection, Function)}, without classes. */
  EntryDraft allowed(EntryDraft draft, Rules rules, PatientRef patient, AccessRequest request) {
    AccessRequest asked = emergencyFor(patient) ? request.inEmergency() : request;
    return byBreakGlass(draft, demand(draft, rules, asked));
  }

  private EntryDraft byBreakGlass(EntryDraft draft, boolean byBreakGlass) {
    return byBreakGlass ? draft.by(actor, Purpose.BTG) : draft;
  }

  /** Appends the refusal of {@code draft} and makes the exception that tells of it. */
  VaultException.AccessDenied deny(EntryDraft draft, String reason) {
    engine.ledger.append(
        List.of(
            draft
                .event(EventCode.DENY)
                .outcome(Outcome.MINOR_FAILURE)
                .with("attempted", draft.event().name())
                .with("refused", reason)));
    return new VaultException.AccessDenied(reason);
  }

  /**
   * Takes a step of {@code attempted} outside the appending transaction; if it fails, the log says
   * so before the caller hears of it.
   */
  <R> R logged(EntryDraft attempted, Supplier<R> step) {
    try {
      return step.get();
    } catch (VaultException.NotFound | VaultException.Erased | VaultException.Tampered e) {
      engine.ledger.append(List.of(attempted.failed(e)));
      throw e;
    }
  }

  private static String reason(Decision decision) {
    if (decision instanceof Decision.Denied denied) {
      return denied.reason();
    }
    if (decision instanceof Decision.NeedsBreakGlass needs) {
      return needs.reason();
    }
    throw new AssertionError("an allowed request has no reason to be refused");
  }

  /** The classes that {@code fields} of a type belong to. */
  static Set<FieldClass> classes(TypeSchema schema, Collection<FieldName> fields) {
    Set<FieldClass> classes = TypeRules.noClasses();
    fields.forEach(
        field ->
            classes.add(
                field.equals(FieldName.OTHERS)
                    ? schema.others().fieldClass()
                    : schema.ruleOf(field).fieldClass()));
    return classes;
  }
}

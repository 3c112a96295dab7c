package org.patientvault.internal.ledger;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.IndexRange;
import org.patientvault.audit.Outcome;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultException;

/**
 * What a log entry is to say, in real names. The ledger turns names into pseudonyms, seals the
 * detail, and gives time, counter and index.
 *
 * <p>Each method gives a draft that says one thing more. {@code detail} holds what {@code
 * CanonicalJson} takes: strings, longs, booleans, lists and maps. Immutable.
 */
public record EntryDraft(
    EventCode event,
    Outcome outcome,
    Request request,
    Target target,
    Evidence evidence,
    Detail detail) {
  /**
   * Who asked and why, which request it was, which access policy decided, 0 for none, and who
   * agreed to it beforehand.
   */
  public record Request(
      @Nullable Actor actor,
      @Nullable Purpose purpose,
      @Nullable String id,
      int policyVersion,
      List<Actor> approvers) {}

  /**
   * Whom and what it concerns, and the highest confidentiality that it touches; or the pseudonym
   * that stands for nobody any more.
   */
  public record Target(
      @Nullable PatientRef patient,
      @Nullable RecordRef record,
      @Nullable Confidentiality confidentiality,
      @Nullable Bytes erased) {}

  /**
   * The digest of the rows that the entry commits to, that of a public text beside the log, and the
   * places of entries that this one is about.
   */
  public record Evidence(@Nullable Bytes rows, @Nullable Bytes payload, List<IndexRange> about) {}

  private static final Request NOBODY = new Request(null, null, null, 0, List.of());
  private static final Target NOTHING = new Target(null, null, null, null);
  private static final Evidence NONE = new Evidence(null, null, List.of());

  /** A draft of the system's own event, to be filled by the methods below. */
  public static EntryDraft of(EventCode event) {
    return new EntryDraft(event, Outcome.SUCCESS, NOBODY, NOTHING, NONE, Detail.EMPTY);
  }

  public EntryDraft event(EventCode code) {
    return new EntryDraft(code, outcome, request, target, evidence, detail);
  }

  public EntryDraft outcome(Outcome result) {
    return new EntryDraft(event, result, request, target, evidence, detail);
  }

  public EntryDraft by(Actor who, Purpose why) {
    return asked(new Request(who, why, request.id, request.policyVersion, request.approvers));
  }

  public EntryDraft request(String id, int decidedBy) {
    return asked(new Request(request.actor, request.purpose, id, decidedBy, request.approvers));
  }

  /** Under the request {@code id} of administrators, by these together. */
  public EntryDraft agreed(String id, List<Actor> approvers) {
    return asked(
        new Request(
            request.actor, request.purpose, id, request.policyVersion, List.copyOf(approvers)));
  }

  /** The system's own failure, where the actor can be named in the detail only. */
  EntryDraft byNobody() {
    EntryDraft own =
        event(EventCode.FAIL).asked(new Request(null, request.purpose, request.id, 0, List.of()));
    return request.actor == null ? own : own.with("actor", request.actor.userId());
  }

  private EntryDraft asked(Request asked) {
    return new EntryDraft(event, outcome, asked, target, evidence, detail);
  }

  public EntryDraft about(PatientRef whom) {
    return aimed(new Target(whom, target.record, target.confidentiality, null));
  }

  public EntryDraft about(PatientRef whom, RecordRef what) {
    return aimed(new Target(whom, what, target.confidentiality, null));
  }

  /**
   * About whoever this pseudonym stood for; the detail is sealed as that of an entry about nobody.
   */
  public EntryDraft aboutErased(Bytes pseudonym) {
    return aimed(new Target(null, null, target.confidentiality, pseudonym));
  }

  /** Where the patient can be named in the detail only. */
  EntryDraft aboutNobody() {
    EntryDraft own = aimed(new Target(null, target.record, target.confidentiality, target.erased));
    return target.patient == null ? own : own.with("patient", target.patient.toString());
  }

  public EntryDraft touching(Confidentiality highest) {
    return aimed(new Target(target.patient, target.record, highest, target.erased));
  }

  private EntryDraft aimed(Target aimed) {
    return new EntryDraft(event, outcome, request, aimed, evidence, detail);
  }

  /** The digest of the row this entry commits, or the Merkle root over several. */
  public EntryDraft committing(Bytes digest) {
    return shown(new Evidence(digest, evidence.payload, evidence.about));
  }

  /** The SHA-256 of a public text kept beside the log. */
  public EntryDraft publishing(Bytes sha256) {
    return shown(new Evidence(evidence.rows, sha256, evidence.about));
  }

  /** The places of entries that this one is about. */
  public EntryDraft about(IndexRange entries) {
    return shown(new Evidence(evidence.rows, evidence.payload, List.of(entries)));
  }

  /** As {@link #about(IndexRange)}, for several places, rising and apart. */
  public EntryDraft about(List<IndexRange> entries) {
    return shown(new Evidence(evidence.rows, evidence.payload, List.copyOf(entries)));
  }

  private EntryDraft shown(Evidence shown) {
    return new EntryDraft(event, outcome, request, target, shown, detail);
  }

  /** What is appended in the place of this draft when it is refused because of {@code why}. */
  public EntryDraft refused(VaultException why) {
    return event(EventCode.DENY)
        .outcome(
            why instanceof VaultException.Tampered
                ? Outcome.SERIOUS_FAILURE
                : Outcome.MINOR_FAILURE)
        .with("attempted", detail.getOrDefault("attempted", event.name()))
        .with("refused", String.valueOf(why.getMessage()));
  }

  /** What is appended in the place of this draft when what it tells of could not be done. */
  public EntryDraft failed(VaultException why) {
    return refused(why).event(EventCode.FAIL);
  }

  /** Adds one member to the detail. */
  public EntryDraft with(String name, Object value) {
    return with(Map.of(name, value));
  }

  /** Adds members to the detail. */
  public EntryDraft with(Map<String, ?> members) {
    return new EntryDraft(event, outcome, request, target, evidence, detail.with(members));
  }

  /** Whether it says that the row with this digest was written. */
  boolean writes(Bytes digest) {
    return event.isWrite() && Objects.equals(evidence.rows(), digest);
  }

  /** Whether the node signs with it what it wrote. */
  boolean seals() {
    return event == EventCode.SEAL || event == EventCode.STOP;
  }

  /** The same, or without its detail where a text in it cannot be written down. */
  EntryDraft spellable() {
    try {
      return spelled();
    } catch (IllegalArgumentException e) {
      return withoutDetail().with("refused", "a text that cannot be written down");
    }
  }

  /** The same request's draft of another detail: nothing of this one's is carried over. */
  public EntryDraft withoutDetail() {
    return new EntryDraft(event, outcome, request, target, evidence, Detail.EMPTY);
  }

  /** The same, with its detail spelled by this thread, so that the committer need not. */
  public EntryDraft spelled() {
    detail.spelled();
    return this;
  }
}

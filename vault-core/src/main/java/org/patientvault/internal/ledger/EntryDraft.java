package org.patientvault.internal.ledger;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.EventCode;
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
 * <p>{@code detail} holds what {@code CanonicalJson} takes: strings, longs, booleans, lists and
 * maps.
 */
public record EntryDraft(
    EventCode event,
    Outcome outcome,
    @Nullable Actor actor,
    @Nullable Purpose purpose,
    @Nullable PatientRef patient,
    @Nullable RecordRef record,
    @Nullable Confidentiality confidentiality,
    @Nullable String requestId,
    int policyVersion,
    @Nullable Bytes rowDigest,
    @Nullable Bytes payload,
    Detail detail) {

  /** A draft of the system's own event, to be filled by the methods below. */
  public static EntryDraft of(EventCode event) {
    return new EntryDraft(
        event, Outcome.SUCCESS, null, null, null, null, null, null, 0, null, null, Detail.EMPTY);
  }

  public EntryDraft by(Actor who, Purpose why) {
    return new EntryDraft(
        event,
        outcome,
        who,
        why,
        patient,
        record,
        confidentiality,
        requestId,
        policyVersion,
        rowDigest,
        payload,
        detail);
  }

  public EntryDraft event(EventCode code) {
    return new EntryDraft(
        code,
        outcome,
        actor,
        purpose,
        patient,
        record,
        confidentiality,
        requestId,
        policyVersion,
        rowDigest,
        payload,
        detail);
  }

  public EntryDraft outcome(Outcome result) {
    return new EntryDraft(
        event,
        result,
        actor,
        purpose,
        patient,
        record,
        confidentiality,
        requestId,
        policyVersion,
        rowDigest,
        payload,
        detail);
  }

  public EntryDraft about(PatientRef whom) {
    return new EntryDraft(
        event,
        outcome,
        actor,
        purpose,
        whom,
        record,
        confidentiality,
        requestId,
        policyVersion,
        rowDigest,
        payload,
        detail);
  }

  public EntryDraft about(PatientRef whom, RecordRef what) {
    return new EntryDraft(
        event,
        outcome,
        actor,
        purpose,
        whom,
        what,
        confidentiality,
        requestId,
        policyVersion,
        rowDigest,
        payload,
        detail);
  }

  public EntryDraft touching(Confidentiality highest) {
    return new EntryDraft(
        event,
        outcome,
        actor,
        purpose,
        patient,
        record,
        highest,
        requestId,
        policyVersion,
        rowDigest,
        payload,
        detail);
  }

  public EntryDraft request(String id, int decidedBy) {
    return new EntryDraft(
        event,
        outcome,
        actor,
        purpose,
        patient,
        record,
        confidentiality,
        id,
        decidedBy,
        rowDigest,
        payload,
        detail);
  }

  /** The digest of the row this entry commits, or the Merkle root over several. */
  public EntryDraft committing(Bytes digest) {
    return new EntryDraft(
        event,
        outcome,
        actor,
        purpose,
        patient,
        record,
        confidentiality,
        requestId,
        policyVersion,
        digest,
        payload,
        detail);
  }

  /** The SHA-256 of a public text kept beside the log. */
  public EntryDraft publishing(Bytes sha256) {
    return new EntryDraft(
        event,
        outcome,
        actor,
        purpose,
        patient,
        record,
        confidentiality,
        requestId,
        policyVersion,
        rowDigest,
        sha256,
        detail);
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
    return new EntryDraft(
        event,
        outcome,
        actor,
        purpose,
        patient,
        record,
        confidentiality,
        requestId,
        policyVersion,
        rowDigest,
        payload,
        detail.with(members));
  }

  /** The same, with its detail spelled by this thread, so that the committer need not. */
  public EntryDraft spelled() {
    detail.spelled();
    return this;
  }
}

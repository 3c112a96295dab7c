package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.patientvault.access.AccessRequest;
import org.patientvault.access.Decision;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.sealing.AdmitUnit;
import org.patientvault.internal.sealing.IndexTarget;
import org.patientvault.internal.sealing.LinkUnit;
import org.patientvault.internal.sealing.RecordFetcher;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RecordIndexRow;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultException;

/**
 * Finding and admitting patients, and listing what there is of one. Every answer is preceded by its
 * entries.
 */
final class Lookups {
  private final Access access;
  private final Engine engine;

  Lookups(Access access) {
    this.access = access;
    this.engine = access.engine;
  }

  /**
   * The search text stands in the entry without patient; the entry of the patient found shares its
   * request id.
   */
  Optional<PatientRef> find(PatientIdentifier identifier) {
    return engine.underRules(rules -> find(rules, identifier));
  }

  private Optional<PatientRef> find(Rules rules, PatientIdentifier identifier) {
    EntryDraft query = query(rules, identifier);
    access.demand(query, rules, AccessRequest.search(access.actor.role(), access.purpose));
    Optional<PatientRef> found =
        access.logged(
            query, () -> engine.store.read(rows -> engine.patients.find(rows, identifier)));
    List<EntryDraft> entries = new ArrayList<>();
    entries.add(found.isPresent() ? query : query.outcome(Outcome.MINOR_FAILURE));
    found.ifPresent(patient -> entries.add(aboutFound(query, patient)));
    engine.ledger.append(entries);
    return found;
  }

  private EntryDraft query(Rules rules, PatientIdentifier identifier) {
    return access
        .draft(EventCode.QUERY, rules)
        .with("system", identifier.issuer())
        .with("value", identifier.value());
  }

  /**
   * What {@code step} finds for {@code identifier}, for a caller who is not told: only a failure is
   * an entry.
   */
  <R> R untold(PatientIdentifier identifier, Supplier<R> step) {
    return access.logged(query(engine.rules(), identifier), step);
  }

  private static EntryDraft aboutFound(EntryDraft query, PatientRef patient) {
    return query
        .withoutDetail()
        .about(patient)
        .touching(Confidentiality.N)
        .with("patient", patient.toString());
  }

  PatientRef admit(List<PatientIdentifier> identifiers) {
    return engine.underRules(rules -> admit(rules, identifiers));
  }

  private PatientRef admit(Rules rules, List<PatientIdentifier> identifiers) {
    return engine.ledger.commit(admission(rules, newPatient(), PatientKey.random(1), identifiers));
  }

  /**
   * Hands in a new patient's admission under {@code key}; does not wait for the commit, which a
   * change of the rules meanwhile refuses as a conflict.
   */
  CompletableFuture<PatientRef> submitAdmission(
      PatientRef patient, PatientKey key, List<PatientIdentifier> identifiers) {
    return engine.underRules(
        rules -> engine.ledger.submit(admission(rules, patient, key, identifiers)));
  }

  private AdmitUnit admission(
      Rules rules, PatientRef patient, PatientKey key, List<PatientIdentifier> identifiers) {
    EntryDraft draft = mayWriteSomething(rules, "admit");
    return new AdmitUnit(
        engine.id,
        patient,
        key,
        engine.keys.patientWrap(),
        engine.patients,
        identifiers,
        named(draft, patient, identifiers));
  }

  /** A reference that no patient has yet. */
  PatientRef newPatient() {
    return new PatientRef(Bytes.wrap(engine.cipher.random(PatientRef.SIZE_BYTES)));
  }

  /**
   * Adds identifiers to find {@code patient} by; gives how many belong to another patient, which
   * keeps them.
   */
  int link(PatientRef patient, List<PatientIdentifier> identifiers) {
    return engine.underRules(rules -> engine.ledger.commit(linking(rules, patient, identifiers)));
  }

  /**
   * As {@link #link}, but does not wait for the commit, which a change of the rules meanwhile
   * refuses as a conflict.
   */
  CompletableFuture<Integer> submitLink(PatientRef patient, List<PatientIdentifier> identifiers) {
    return engine.underRules(rules -> engine.ledger.submit(linking(rules, patient, identifiers)));
  }

  private LinkUnit linking(Rules rules, PatientRef patient, List<PatientIdentifier> identifiers) {
    EntryDraft draft = named(mayWriteSomething(rules, "link"), patient, identifiers);
    return new LinkUnit(engine.id, patient, engine.patients, identifiers, draft);
  }

  private static EntryDraft named(
      EntryDraft draft, PatientRef patient, List<PatientIdentifier> identifiers) {
    List<Object> pairs = new ArrayList<>();
    identifiers.forEach(each -> pairs.add(List.of(each.issuer(), each.value())));
    return draft.with("patient", patient.toString()).with("identifiers", pairs);
  }

  /** Admitting touches no field; who may write any class may admit. */
  private EntryDraft mayWriteSomething(Rules rules, String attempted) {
    EntryDraft draft = access.draft(EventCode.UPDATE, rules).with("action", attempted);
    boolean allowed =
        rules.schema().classes().keySet().stream()
            .map(
                each ->
                    rules
                        .policy()
                        .decide(AccessRequest.write(access.actor.role(), access.purpose, each)))
            .anyMatch(Decision::isAllowed);
    if (!allowed) {
      throw access.deny(
          draft,
          "the access policy does not let role "
              + access.actor.role()
              + " write for purpose "
              + access.purpose);
    }
    return draft;
  }

  /** Patients in order of their references; the reserved subject is none. */
  List<PatientRef> patients(@Nullable PatientRef after, int limit) {
    engine.underRules(
        rules -> {
          EntryDraft draft = access.draft(EventCode.QUERY, rules).with("query", "patients");
          access.demand(draft, rules, AccessRequest.search(access.actor.role(), access.purpose));
          return engine.ledger.append(List.of(draft));
        });
    Bytes from = after == null ? Bytes.of(new byte[0]) : after.value();
    // One more, for the reserved subject: an answer that is shorter than the limit is the last.
    return engine.store.read(rows -> rows.patients(from, limit + 1)).stream()
        .filter(patient -> !patient.equals(engine.reserved))
        .limit(limit)
        .toList();
  }

  /** What records {@code patient} has. */
  List<RecordSummary> records(PatientRef patient) {
    return query(patient, "records", rows -> summaries(rows, patient));
  }

  private List<RecordSummary> summaries(ReadView rows, PatientRef patient) {
    RecordFetcher.checkNotErased(rows, patient);
    List<RecordSummary> summaries = new ArrayList<>();
    for (RecordIndexRow row : rows.recordIndexOf(patient)) {
      IndexTarget target = engine.fetcher.target(patient, row);
      int revision =
          rows.headRevision(patient, target.record())
              .map(RevisionRow::revision)
              .orElseThrow(() -> gone(target.record()));
      summaries.add(
          new RecordSummary(new RecordKey(patient, target.type(), target.id()), revision));
    }
    if (summaries.isEmpty() && rows.currentPatientKey(patient).isEmpty()) {
      throw new VaultException.NotFound("there is no patient " + patient + " in this vault");
    }
    return summaries;
  }

  /** When each revision of a record was written. */
  List<RecordRevision> history(RecordKey key) {
    return query(key.patient(), "history", rows -> revisions(rows, key));
  }

  private List<RecordRevision> revisions(ReadView rows, RecordKey key) {
    RecordFetcher.checkNotErased(rows, key.patient());
    RecordRef record =
        engine
            .fetcher
            .find(rows, key)
            .orElseThrow(
                () ->
                    new VaultException.NotFound(
                        "the patient has no " + key.type() + " with this id"));
    List<RevisionRow> found = rows.revisions(key.patient(), record);
    // They count from 1 without a gap: one too few for the newest number, and a row is gone.
    if (found.isEmpty() || found.get(found.size() - 1).revision() != found.size()) {
      throw gone(record);
    }
    return found.stream().map(row -> line(rows, row)).toList();
  }

  private static RecordRevision line(ReadView rows, RevisionRow row) {
    LogEntryRow entry =
        rows.logEntry(row.logShard(), row.logIndex()).orElseThrow(() -> gone(row.record()));
    Entry written = Entry.parse(entry.leaf().toArray());
    return new RecordRevision(
        row.revision(), written.stamp().time(), written.event(), row.logIndex());
  }

  private <R> R query(PatientRef patient, String what, Function<ReadView, R> answer) {
    return engine.underRules(
        rules -> {
          EntryDraft draft =
              access
                  .draft(EventCode.QUERY, rules)
                  .about(patient)
                  .touching(Confidentiality.N)
                  .with("patient", patient.toString())
                  .with("query", what);
          AccessRequest search = AccessRequest.search(access.actor.role(), access.purpose);
          EntryDraft allowed = access.allowed(draft, rules, patient, search);
          engine.ledger.append(List.of(allowed));
          return access.logged(allowed, () -> engine.store.read(answer));
        });
  }

  private static VaultException.Tampered gone(RecordRef record) {
    return new VaultException.Tampered(
        "a row or entry of record " + record + " is gone; run patientvault audit verify --records");
  }
}

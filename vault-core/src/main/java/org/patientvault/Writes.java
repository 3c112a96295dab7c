package org.patientvault;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.patientvault.access.AccessRequest;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.ledger.AuditReceipt;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.sealing.ArrivalUnit;
import org.patientvault.internal.sealing.Fingerprint;
import org.patientvault.internal.sealing.RecordOpener;
import org.patientvault.internal.sealing.RecordSealer;
import org.patientvault.internal.sealing.SealedRecord;
import org.patientvault.internal.sealing.WriteUnit;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultException;

/** The life of a write: decide, seal, and commit row and entry together. */
final class Writes {
  /** Fields of one record, at most. */
  static final int MAX_FIELDS = 4_096;

  private final Access access;
  private final Engine engine;

  Writes(Access access) {
    this.access = access;
    this.engine = access.engine;
  }

  int create(RecordKey key, Map<FieldName, FieldValue> fields) {
    return engine.underRules(rules -> create(rules, key, fields));
  }

  private int create(Rules rules, RecordKey key, Map<FieldName, FieldValue> fields) {
    EntryDraft draft = allowed(EventCode.CREATE, rules, key, fields);
    RecordSealer.Place place =
        access.logged(
            draft, () -> place(rules, key, newReference(), 1, currentVersion(key.patient())));
    RecordBody body = engine.sealer.seal(place, fields, Fingerprint.of(engine.keys, key, fields));
    return engine.ledger.commit(
        new WriteUnit(engine.id, engine.fetcher, rules.schemaVersion(), place, body, null, draft));
  }

  /** What a write builds on: the newest revision, if any, and the patient's current key. */
  private record Before(Optional<SealedRecord> newest, int keyVersion) {
    int revision() {
      return newest.map(SealedRecord::revision).orElse(0);
    }

    boolean holds(Bytes fingerprint) {
      return newest.map(found -> found.body().fingerprint().equals(fingerprint)).orElse(false);
    }
  }

  private Before before(RecordKey key) {
    return engine.store.read(
        rows ->
            new Before(
                engine.fetcher.find(rows, key).map(found -> engine.fetcher.newest(rows, key)),
                currentVersion(rows, key.patient())));
  }

  /** Writes {@code fields} as the whole record, unless the newest revision holds just that. */
  WrittenRecord put(RecordKey key, Map<FieldName, FieldValue> fields) {
    return engine.underRules(rules -> put(rules, key, fields));
  }

  private WrittenRecord put(Rules rules, RecordKey key, Map<FieldName, FieldValue> fields) {
    // Decided before looking: whom it refuses, it does not tell whether there is a record.
    EntryDraft creation = allowed(EventCode.CREATE, rules, key, fields);
    Before before = access.logged(creation, () -> before(key));
    // Decided before contents are compared: "unchanged" is an answer too.
    EntryDraft draft = before.newest().isPresent() ? replacement(rules, key) : creation;
    Bytes fingerprint = Fingerprint.of(engine.keys, key, fields);
    if (before.holds(fingerprint)) {
      return new WrittenRecord(key, before.revision(), WrittenRecord.Change.UNCHANGED);
    }
    RecordRef record = before.newest().map(SealedRecord::record).orElseGet(this::newReference);
    int revision = before.revision() + 1;
    RecordSealer.Place place =
        access.logged(draft, () -> place(rules, key, record, revision, before.keyVersion()));
    RecordBody body = engine.sealer.seal(place, fields, fingerprint);
    engine.ledger.commit(
        new WriteUnit(
            engine.id,
            engine.fetcher,
            rules.schemaVersion(),
            place,
            body,
            before.newest().orElse(null),
            draft));
    return new WrittenRecord(
        key, revision, revision == 1 ? WrittenRecord.Change.CREATED : WrittenRecord.Change.UPDATED);
  }

  /**
   * Hands in {@code fields} as a new record, sealed under the patient's {@code current} key; does
   * not wait for the commit, which a change of the rules meanwhile refuses as a conflict.
   */
  CompletableFuture<ArrivalUnit.Arrival> arrive(
      RecordKey key, Supplier<PatientKey> current, Map<FieldName, FieldValue> fields) {
    return engine.underRules(rules -> arrive(rules, key, current, fields));
  }

  private CompletableFuture<ArrivalUnit.Arrival> arrive(
      Rules rules, RecordKey key, Supplier<PatientKey> current, Map<FieldName, FieldValue> fields) {
    EntryDraft draft = allowed(EventCode.CREATE, rules, key, fields);
    PatientKey patientKey = access.logged(draft, current);
    Bytes fingerprint = Fingerprint.of(engine.keys, key, fields);
    RecordSealer.Place place =
        new RecordSealer.Place(key, newReference(), 1, patientKey, rules.schema().of(key.type()));
    RecordBody body = engine.sealer.seal(place, fields, fingerprint);
    WriteUnit creation =
        new WriteUnit(engine.id, engine.fetcher, rules.schemaVersion(), place, body, null, draft);
    return engine.ledger.submit(new ArrivalUnit(engine.fetcher, place, fingerprint, creation));
  }

  private RecordRef newReference() {
    return new RecordRef(Bytes.wrap(engine.cipher.random(RecordRef.SIZE_BYTES)));
  }

  /**
   * Changes some fields; {@link FieldValue#absent} removes one. Only groups that hold a changed
   * field are opened, against an entry of their own, and sealed again.
   */
  int update(RecordKey key, int expectedRevision, Map<FieldName, FieldValue> changes) {
    return engine.underRules(rules -> update(rules, key, expectedRevision, changes));
  }

  private int update(
      Rules rules, RecordKey key, int expectedRevision, Map<FieldName, FieldValue> changes) {
    EntryDraft draft = allowed(EventCode.UPDATE, rules, key, changes);
    AmendFetch fetch =
        new AmendFetch(engine.fetcher, rules, key, expectedRevision, draft, changes.keySet());
    AuditReceipt receipt = engine.ledger.release(fetch).get(0);
    return engine.ledger.commit(
        access.logged(draft, () -> amendment(rules, draft, receipt, fetch.before(), changes)));
  }

  private WriteUnit amendment(
      Rules rules,
      EntryDraft draft,
      AuditReceipt receipt,
      SealedRecord before,
      Map<FieldName, FieldValue> changes) {
    RecordKey key = before.key();
    RecordSealer.Place place =
        place(rules, key, before.record(), before.revision() + 1, currentVersion(key.patient()));
    RecordBody body =
        engine.opener.amend(
            receipt,
            before,
            new RecordOpener.Amendment(
                place, rules.of(key.type()).places(), changes, Fingerprint.none(engine.cipher)),
            engine.sealer);
    return new WriteUnit(
        engine.id, engine.fetcher, rules.schemaVersion(), place, body, before, draft);
  }

  private EntryDraft allowed(
      EventCode event, Rules rules, RecordKey key, Map<FieldName, FieldValue> fields) {
    if (fields.size() > MAX_FIELDS) {
      throw new VaultException.LimitExceeded(
          "a record holds at most " + MAX_FIELDS + " fields, not " + fields.size());
    }
    return allowed(event, rules, key, rules.of(key.type()).touched(fields.keySet()));
  }

  /** What is sealed in the record is not known, so replacing it may remove any field. */
  private EntryDraft replacement(Rules rules, RecordKey key) {
    return allowed(EventCode.UPDATE, rules, key, rules.of(key.type()).whole());
  }

  private EntryDraft allowed(EventCode event, Rules rules, RecordKey key, TypeRules.Scope scope) {
    EntryDraft draft =
        access
            .draft(event, rules)
            .about(key.patient())
            // In the sealed detail: a row names its entry, and a clear code would tell which
            // records have sensitive fields.
            .with("confidentiality", scope.highest().name())
            .with("patient", key.patient().toString())
            .with("records", List.of(named(key, scope)));
    return access.allowed(
        draft,
        rules,
        key.patient(),
        scope.classes(),
        each -> AccessRequest.write(access.actor.role(), access.purpose, each));
  }

  private static Map<String, Object> named(RecordKey key, TypeRules.Scope scope) {
    return Map.of(
        "type", key.type().value(), "ids", List.of(key.id().value()), "fields", scope.listed());
  }

  private RecordSealer.Place place(
      Rules rules, RecordKey key, RecordRef record, int revision, int keyVersion) {
    PatientKey patientKey = engine.patientKeys.forSealing(key.patient(), keyVersion);
    return new RecordSealer.Place(key, record, revision, patientKey, rules.schema().of(key.type()));
  }

  private int currentVersion(PatientRef patient) {
    return engine.store.read(rows -> currentVersion(rows, patient));
  }

  static int currentVersion(ReadView rows, PatientRef patient) {
    if (rows.tombstone(patient).isPresent()) {
      throw new VaultException.Erased(
          "the patient " + patient + " was erased; admit the patient anew");
    }
    return rows.currentPatientKey(patient)
        .orElseThrow(
            () -> new VaultException.NotFound("there is no patient " + patient + " in this vault"))
        .version();
  }
}

package org.patientvault;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.documents.FhirJson;
import org.patientvault.internal.documents.FhirResource;
import org.patientvault.internal.documents.OneJsonValue;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;

/**
 * One actor at work for one purpose. Every method asks the access policy, and every answer, refusal
 * and failure is in the log before the caller gets it. What is refused at the door, as malformed or
 * too large, is no request yet and not logged; nor is writing again just what is there already.
 *
 * <p>Cheap to make, safe for use by several threads, valid while its vault is open. All methods
 * throw {@link VaultException.AccessDenied} when the policy refuses, {@link
 * VaultException.AuditUnavailable} when the log cannot be written in time (nothing was released or
 * changed), {@link VaultException.Erased} for an erased patient, {@link VaultException.Tampered}
 * when a row is not what was written, and {@link VaultException.StorageFailed} when the database
 * cannot be used.
 */
public final class Session {
  private static final int MAX_PATIENTS = 100_000;

  /** What the record itself is called by; and the name for all that the schema does not name. */
  private static final Set<FieldName> NO_FIELDS =
      Set.of(new FieldName("id"), new FieldName("resourceType"), FieldName.OTHERS);

  private final Access access;

  Session(Access access) {
    this.access = access;
  }

  /**
   * Admits a patient with at least one identifier, and gives the vault's own reference, which is
   * random and may be kept in the application's database. Who may write any class may admit.
   *
   * @throws VaultException.Conflict when an identifier belongs to a patient already
   */
  public PatientRef admit(PatientIdentifier first, PatientIdentifier... more) {
    Objects.requireNonNull(first, "first");
    return new Lookups(access).admit(join(first, more));
  }

  /**
   * Adds identifiers to find a patient by; gives how many belong to another patient, which keeps
   * them. Identifiers that the patient has already are left as they are.
   *
   * @throws VaultException.NotFound when there is no such patient
   */
  public int link(PatientRef patient, PatientIdentifier first, PatientIdentifier... more) {
    Objects.requireNonNull(patient, "patient");
    Objects.requireNonNull(first, "first");
    return new Lookups(access).link(patient, join(first, more));
  }

  private static List<PatientIdentifier> join(PatientIdentifier first, PatientIdentifier... more) {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(first), Arrays.stream(more))
        .toList();
  }

  /**
   * The patient with exactly this identifier; empty when there is none, or when the patient was
   * erased. What was searched for is in the log, sealed.
   */
  public Optional<PatientRef> find(PatientIdentifier identifier) {
    Objects.requireNonNull(identifier, "identifier");
    return new Lookups(access).find(identifier);
  }

  /** The reserved subject of what belongs to no patient: practitioners, organisations, places. */
  public PatientRef nobody() {
    return access.engine.reserved;
  }

  /**
   * Patients in order of their references, after {@code after} (null: from the first), at most
   * {@code limit}. To go on, give the last one of the answer before; an answer shorter than the
   * limit is the last.
   *
   * @param limit 1 to 100,000
   */
  public List<PatientRef> patients(@Nullable PatientRef after, int limit) {
    if (limit < 1 || limit > MAX_PATIENTS) {
      throw new IllegalArgumentException("1 to " + MAX_PATIENTS + " patients are listed at once");
    }
    return new Lookups(access).patients(after, limit);
  }

  /**
   * The records a patient has, by type and id; none is opened.
   *
   * @throws VaultException.NotFound when there is no such patient; the attempt is in the log
   */
  public List<RecordSummary> records(PatientRef patient) {
    Objects.requireNonNull(patient, "patient");
    return new Lookups(access).records(patient);
  }

  /**
   * Writes a new record and gives its revision, 1. Fields the schema does not name are of its
   * strictest class for this type. A record without fields needs the right to write all of them.
   *
   * @param fields by name; {@link FieldValue#ofNull} is a value, {@link FieldValue#absent} is not
   * @throws IllegalArgumentException when a name is none, or {@code id} or {@code resourceType},
   *     which {@code key} says; or a value absent or erased
   * @throws VaultException.NotFound when there is no such patient
   * @throws VaultException.LimitExceeded for more than 4,096 fields
   * @throws VaultException.Conflict when the patient has a record of this type and id already
   */
  public int create(RecordKey key, Map<String, FieldValue> fields) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(fields, "fields");
    return new Writes(access).create(key, named(fields));
  }

  /**
   * Writes one JSON resource as the whole record of its type and id; a new revision, unless the
   * newest one holds just that. A resource without an id gets one made from its content.
   *
   * <p>A new record needs the right to write the fields given. Over one that is there it needs the
   * right to every class that the schema has for this type: what the resource lacks is removed. Who
   * may write some classes only uses {@link #update}.
   *
   * @param json UTF-8
   * @throws VaultException.InvalidInput when it is not a JSON object with a {@code resourceType}
   * @throws VaultException.LimitExceeded when it is too large, too deep or has too many members
   * @throws VaultException.NotFound when there is no such patient
   * @throws VaultException.Conflict when somebody else wrote at the same time: try again
   */
  public WrittenRecord put(PatientRef patient, byte[] json) {
    Objects.requireNonNull(patient, "patient");
    Objects.requireNonNull(json, "json");
    FhirResource resource = FhirJson.read(json);
    RecordKey key = new RecordKey(patient, resource.type(), resource.id());
    return new Writes(access).put(key, resource.fields());
  }

  /**
   * Changes some fields of a record and gives the new revision; {@link FieldValue#absent} removes a
   * field, the others stay. Needs the right to write the fields named, not to read the record; a
   * change that names none needs the right to write all of them.
   *
   * @throws IllegalArgumentException when a name is none, or {@code id} or {@code resourceType}
   * @throws VaultException.NotFound when there is no such record
   * @throws VaultException.Conflict when the newest revision is not {@code expectedRevision}: read
   *     again
   */
  public int update(RecordKey key, int expectedRevision, Map<String, FieldValue> changes) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(changes, "changes");
    return new Writes(access).update(key, expectedRevision, named(changes));
  }

  private static Map<FieldName, FieldValue> named(Map<String, FieldValue> fields) {
    Map<FieldName, FieldValue> named = new TreeMap<>();
    fields.forEach((name, value) -> named.put(written(name), value));
    named.forEach(OneJsonValue::check);
    return named;
  }

  private static FieldName written(String name) {
    FieldName field = new FieldName(name);
    if (NO_FIELDS.contains(field)) {
      throw new IllegalArgumentException(
          "no field can be called " + name + ": type and id are the record's key, * is no name");
    }
    return field;
  }

  /**
   * Reads the newest revision whole. Refused as a whole when one class that the schema has for this
   * type is refused, whether or not the record has such a field: then ask for fields.
   *
   * @throws VaultException.NotFound when there is no such record; the attempt is in the log
   */
  public RecordView read(RecordKey key) {
    Objects.requireNonNull(key, "key");
    return readAll(List.of(key)).get(0);
  }

  /**
   * Reads some fields of the newest revision; no other field is released. {@code "*"} asks for all
   * the schema does not name.
   *
   * @throws IllegalArgumentException when no field is named, or a name is none
   * @throws VaultException.NotFound when there is no such record; the attempt is in the log
   */
  public RecordView read(RecordKey key, Collection<String> fields) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(fields, "fields");
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("name at least one field, or read the record whole");
    }
    return read(new Reads.Ask(key, 0, names(fields)));
  }

  private static Set<FieldName> names(Collection<String> fields) {
    Set<FieldName> names = new TreeSet<>();
    fields.forEach(field -> names.add(new FieldName(field)));
    return names;
  }

  /**
   * Reads one revision whole.
   *
   * @param revision from 1; {@link #history} lists them
   * @throws VaultException.NotFound when there is no such record or revision
   */
  public RecordView readRevision(RecordKey key, int revision) {
    Objects.requireNonNull(key, "key");
    if (revision < 1) {
      throw new IllegalArgumentException("revisions count from 1");
    }
    return read(new Reads.Ask(key, revision, Set.of()));
  }

  private RecordView read(Reads.Ask ask) {
    return new Reads(access).read(EventCode.READ, List.of(ask), Map.of()).get(0);
  }

  /**
   * Reads many records whole, of any number of patients: one commit, one entry per patient; all of
   * them or none. The views come in the order of {@code keys}; for none there are none, and no
   * entry. A refusal is in the log of every patient whose records were looked for.
   *
   * @throws VaultException.NotFound when one of the records is not there; nothing is released
   */
  public List<RecordView> readAll(Collection<RecordKey> keys) {
    Objects.requireNonNull(keys, "keys");
    return readAll(EventCode.READ, keys, Map.of());
  }

  List<RecordView> readAll(
      EventCode event, Collection<RecordKey> keys, Map<String, Object> detail) {
    List<Reads.Ask> asks = keys.stream().map(key -> new Reads.Ask(key, 0, Set.of())).toList();
    return asks.isEmpty() ? List.of() : new Reads(access).read(event, asks, detail);
  }

  /**
   * When each revision of a record was written, oldest first; none is opened.
   *
   * @throws VaultException.NotFound when there is no such record
   */
  public List<RecordRevision> history(RecordKey key) {
    Objects.requireNonNull(key, "key");
    return new Lookups(access).history(key);
  }

  /**
   * Declares an emergency for one patient, with a reason, and gives a session in which the policy's
   * break-glass rules hold until it is closed, four hours at most. The reason and the closing are
   * in the log, for review by somebody else.
   *
   * @param reason 8 to 2,000 characters; sealed in the log
   * @throws IllegalArgumentException when the reason is shorter or longer, or broken Unicode
   */
  public EmergencyAccess breakGlass(PatientRef patient, String reason) {
    Objects.requireNonNull(patient, "patient");
    Objects.requireNonNull(reason, "reason");
    return EmergencyAccess.open(access, patient, reason, Duration.ofHours(4));
  }

  Access access() {
    return access;
  }
}

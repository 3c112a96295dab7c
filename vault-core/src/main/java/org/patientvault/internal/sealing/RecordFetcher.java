package org.patientvault.internal.sealing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.crypto.BlindIndex;
import org.patientvault.internal.ledger.Manifest;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.store.HeadRow;
import org.patientvault.internal.store.ManyRecords.IndexPlace;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RecordIndexRow;
import org.patientvault.internal.store.RecordPlace;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Finds records and fetches their rows, without opening anything but index targets.
 *
 * <p>Works on the rows of one snapshot; keeps nothing but which records it was told are there,
 * since a record keeps its reference for life. Safe for use by several threads.
 */
public final class RecordFetcher {
  private static final int MOST_SEEN = 50_000;

  private final VaultId vault;
  private final BlindIndex index;
  private final Cache<RecordKey, RecordRef> seen =
      Caffeine.newBuilder().maximumSize(MOST_SEEN).build();

  public RecordFetcher(VaultId vault, BlindIndex index) {
    this.vault = vault;
    this.index = index;
  }

  /**
   * A record to be found: its reference where it was seen before, else every tag it may stand
   * under, computed before rows are touched.
   */
  public record Sought(RecordKey key, @Nullable RecordRef seen, List<Bytes> tags) {}

  /** What {@code key} is to be found by. */
  public Sought seek(RecordKey key) {
    RecordRef known = seen.getIfPresent(key);
    return new Sought(key, known, known == null ? tags(key) : List.of());
  }

  /** Where the rows of what is sought stand, if that was seen before. */
  public static Optional<RecordPlace> place(Sought sought) {
    return Optional.ofNullable(sought.seen())
        .map(record -> new RecordPlace(sought.key().patient(), record));
  }

  /** Remembers where a record is; only once a commit has shown that it is there. */
  public void saw(Sought sought, SealedRecord found) {
    if (sought.seen() == null) {
      seen.put(found.key(), found.record());
    }
  }

  /** Forgets what was seen. */
  public void forget() {
    seen.invalidateAll();
  }

  /** The reference of the record with this key, if there is one. */
  public Optional<RecordRef> find(ReadView rows, RecordKey key) {
    return find(rows, seek(key));
  }

  Optional<RecordRef> find(ReadView rows, Sought sought) {
    if (sought.seen() != null) {
      return Optional.of(sought.seen());
    }
    RecordKey key = sought.key();
    for (Bytes tag : sought.tags()) {
      Optional<RecordIndexRow> row = rows.recordIndex(key.patient(), tag);
      if (row.isPresent()) {
        return Optional.of(record(key.patient(), row.get()));
      }
    }
    return Optional.empty();
  }

  /** The references of those of {@code keys} that are there. */
  public Map<RecordKey, RecordRef> findAll(ReadView rows, List<RecordKey> keys) {
    List<Sought> all = keys.stream().map(this::seek).toList();
    List<IndexPlace> places =
        all.stream()
            .flatMap(each -> each.tags().stream().map(tag -> place(each.key(), tag)))
            .toList();
    Map<IndexPlace, RecordIndexRow> there = rows.records().index(places);
    Map<RecordKey, RecordRef> found = new HashMap<>();
    for (Sought each : all) {
      Optional.ofNullable(each.seen())
          .or(
              () ->
                  each.tags().stream()
                      .map(tag -> there.get(place(each.key(), tag)))
                      .filter(Objects::nonNull)
                      .findFirst()
                      .map(row -> record(each.key().patient(), row)))
          .ifPresent(record -> found.put(each.key(), record));
    }
    return found;
  }

  private static IndexPlace place(RecordKey key, Bytes tag) {
    return new IndexPlace(key.patient(), tag);
  }

  /** Every index tag under which the record may stand: the newest index version first. */
  List<Bytes> tags(RecordKey key) {
    return index.tags(
        key.patient().value().unsafeArray(), utf8(key.type().value()), utf8(key.id().value()));
  }

  /** The row that makes {@code record} findable by {@code key}. */
  RecordIndexRow indexRow(RecordKey key, RecordRef record) {
    BlindIndex.Tag tag =
        index.newTag(
            key.patient().value().unsafeArray(), utf8(key.type().value()), utf8(key.id().value()));
    byte[] target = new IndexTarget(record, key.type(), key.id()).encode();
    Bytes sealed = index.sealTarget(tag.value(), key.patient().value().unsafeArray(), target);
    return new RecordIndexRow(key.patient(), tag.value(), tag.version(), sealed);
  }

  /** The same row under the current keys. */
  public RecordIndexRow again(RecordIndexRow row) {
    IndexTarget target = target(row.patient(), row);
    return indexRow(new RecordKey(row.patient(), target.type(), target.id()), target.record());
  }

  /** Whether the current keys made tag and target. */
  public boolean isCurrent(RecordIndexRow row) {
    return row.prf() == index.version() && index.isCurrent(row.sealed());
  }

  /** What an index row points to; a moved or edited row is {@link VaultException.Tampered}. */
  public IndexTarget target(PatientRef patient, RecordIndexRow row) {
    return IndexTarget.decode(
        index.openTarget(row.tag(), patient.value().unsafeArray(), row.sealed()));
  }

  private RecordRef record(PatientRef patient, RecordIndexRow row) {
    return IndexTarget.decodeRecord(
        index.openTarget(row.tag(), patient.value().unsafeArray(), row.sealed()));
  }

  /** Refuses, as {@link VaultException.Erased}, a patient who was erased. */
  public static void checkNotErased(ReadView rows, PatientRef patient) {
    if (rows.tombstone(patient).isPresent()) {
      throw erased(patient);
    }
  }

  private static VaultException.Erased erased(PatientRef patient) {
    return new VaultException.Erased(
        "the patient " + patient + " was erased; nothing can be read any more");
  }

  /** As {@link #newest(ReadView, Sought)}. */
  public SealedRecord newest(ReadView rows, RecordKey key) {
    return newest(rows, seek(key));
  }

  /**
   * The newest revision with what it carries, and every key that it needs in place.
   *
   * @throws VaultException.NotFound when there is no such record, {@link VaultException.Erased}
   *     when the patient was erased, {@link VaultException.Tampered} when a row or key is gone
   */
  public SealedRecord newest(ReadView rows, Sought sought) {
    RecordKey key = sought.key();
    RecordRef record = find(rows, sought).orElseThrow(() -> nothing(rows, key));
    HeadRow head = rows.head(key.patient(), record).orElseThrow(() -> noRow(rows, key, record));
    if (head.erased()) {
      throw erased(key.patient());
    }
    SealedRecord sealed = assemble(rows, key, record, head.revision());
    checkKeys(rows, sealed, head.keyThere() ? head.revision().keyVersion() : 0);
    return sealed;
  }

  private static VaultException noRow(ReadView rows, RecordKey key, RecordRef record) {
    checkNotErased(rows, key.patient());
    return noRow(record);
  }

  /** What is not found may have been erased. */
  private static VaultException nothing(ReadView rows, RecordKey key) {
    checkNotErased(rows, key.patient());
    return noRecord(key);
  }

  /** Every key that sealed values name must be there; {@code seen} is one that is. */
  private static void checkKeys(ReadView rows, SealedRecord sealed, int seen) {
    PatientRef patient = sealed.key().patient();
    for (int version : RecordOpener.keyVersions(sealed)) {
      if (version != seen && !rows.hasPatientKey(patient, version)) {
        throw new VaultException.Tampered(
            "key version "
                + version
                + " of patient "
                + patient
                + " is missing without an erasure; run patientvault audit verify --records");
      }
    }
  }

  /**
   * One revision with what it carries.
   *
   * @throws VaultException.NotFound when it was never written, {@link VaultException.Erased} when
   *     the patient was erased, {@link VaultException.Tampered} when a row or key is gone
   */
  public SealedRecord revision(ReadView rows, Sought sought, int revision) {
    RecordKey key = sought.key();
    checkNotErased(rows, key.patient());
    RecordRef record = find(rows, sought).orElseThrow(() -> noRecord(key));
    RevisionRow row =
        rows.revision(key.patient(), record, revision)
            .orElseThrow(() -> noRevision(rows, key.patient(), record, revision));
    SealedRecord sealed = assemble(rows, key, record, row);
    checkKeys(rows, sealed, 0);
    return sealed;
  }

  /** Revisions are never removed: where a newer one is, this one was. */
  private static VaultException noRevision(
      ReadView rows, PatientRef patient, RecordRef record, int revision) {
    RevisionRow newest = rows.headRevision(patient, record).orElseThrow(() -> noRow(record));
    if (newest.revision() < revision) {
      return new VaultException.NotFound("the record " + record + " has no revision " + revision);
    }
    return new VaultException.Tampered(
        "revision "
            + revision
            + " of record "
            + record
            + " is gone; run patientvault audit verify --records");
  }

  private SealedRecord assemble(ReadView rows, RecordKey key, RecordRef record, RevisionRow row) {
    RecordBody body = RecordBody.read(row.body());
    Map<Integer, RecordBody> carried = new HashMap<>();
    for (RecordBody.Slot slot : body.slots()) {
      if (!slot.inline() && !carried.containsKey(slot.groupRevision())) {
        carried.put(slot.groupRevision(), older(rows, key.patient(), record, slot.groupRevision()));
      }
    }
    Bytes content = content(row, body);
    return new SealedRecord(
        key,
        record,
        row.revision(),
        body,
        Map.copyOf(carried),
        row.keyVersion(),
        content,
        Manifest.row(content, body),
        row.committedShard(),
        row.committedIndex());
  }

  private static RecordBody older(
      ReadView rows, PatientRef patient, RecordRef record, int revision) {
    RevisionRow row = rows.revision(patient, record, revision).orElseThrow(() -> noRow(record));
    return RecordBody.read(row.body());
  }

  /** The digest of a stored row, as the appending transaction computes it again. */
  public Bytes digest(RevisionRow row) {
    RecordBody body = RecordBody.read(row.body());
    return Manifest.row(content(row, body), body);
  }

  private Bytes content(RevisionRow row, RecordBody body) {
    return Manifest.content(vault, row.patient(), row.record(), row.revision(), body);
  }

  private static VaultException.NotFound noRecord(RecordKey key) {
    return new VaultException.NotFound(
        "the patient " + key.patient() + " has no " + key.type() + " with this id");
  }

  private static VaultException.Tampered noRow(RecordRef record) {
    return new VaultException.Tampered(
        "the record "
            + record
            + " is indexed, but its row is gone; run patientvault audit verify --records");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

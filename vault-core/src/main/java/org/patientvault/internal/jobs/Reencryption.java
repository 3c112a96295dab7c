package org.patientvault.internal.jobs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.ledger.AuditReceipt;
import org.patientvault.internal.sealing.IndexTarget;
import org.patientvault.internal.sealing.RecordResealer.Resealed;
import org.patientvault.internal.sealing.RecordResealer.Rows;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;

/**
 * Gives every patient another key and seals all revisions of all records again under it.
 *
 * <p>First the keys, so that whoever writes meanwhile writes under the new one; then the records,
 * in the order of patient and record. What is opened for it is in the log before it is opened, as
 * every opening is; and no row is sealed again that is not the one its entry says.
 */
final class Reencryption implements Rework {
  private static final byte KEYS = 1;
  private static final byte RECORDS = 2;
  private static final int MOST_ROWS_A_PAGE = 256;
  private static final Bytes BEFORE_ALL = Bytes.of(new byte[0]);

  private final JobParts parts;
  private final int shard;
  private final long begunBy;

  /** Types of one patient's records: the one whose records are next to each other now. */
  private @Nullable PatientRef typesOf;

  private Map<RecordRef, RecordType> types = Map.of();

  /** Keys older than the entry {@code begunBy} get a successor. */
  Reencryption(JobParts parts, int shard, long begunBy) {
    this.parts = parts;
    this.shard = shard;
    this.begunBy = begunBy;
  }

  @Override
  public long total(ReadView rows) {
    return rows.countRevisions();
  }

  @Override
  public long left(ReadView rows) {
    return rows.countKeysOlderThan(shard, begunBy) + rows.countRevisionsUnderOlderKeys();
  }

  @Override
  public Optional<Page> page(Bytes position, int limit) {
    if (position.size() == 0 || position.toArray()[0] == KEYS) {
      Bytes behind = position.size() == 0 ? BEFORE_ALL : tail(position, 1);
      List<KeyRow> keys = parts.store().read(rows -> rows.currentKeysBehind(behind, limit));
      if (!keys.isEmpty()) {
        return Optional.of(succession(keys));
      }
      return records(new Bytes[] {BEFORE_ALL, BEFORE_ALL}, limit);
    }
    Bytes patient = Bytes.of(position.toArray(), 1, PatientRef.SIZE_BYTES);
    return records(new Bytes[] {patient, tail(position, 1 + PatientRef.SIZE_BYTES)}, limit);
  }

  private static Bytes tail(Bytes whole, int from) {
    return Bytes.of(whole.toArray(), from, whole.size() - from);
  }

  private Page succession(List<KeyRow> keys) {
    List<KeyRow> older = keys.stream().filter(this::isOlder).toList();
    Bytes last = keys.get(keys.size() - 1).patient().value();
    Bytes position =
        Bytes.wrap(ByteBuffer.allocate(1 + last.size()).put(KEYS).put(last.toArray()).array());
    return new PatientKeySuccession(parts.vault(), parts.keys().patientWrap(), position, older);
  }

  private boolean isOlder(KeyRow key) {
    return key.logShard() < shard || (key.logShard() == shard && key.logIndex() < begunBy);
  }

  private Optional<Page> records(Bytes[] behind, int limit) {
    List<List<RevisionRow>> records =
        parts.store().read(rows -> whole(rows, behind, Math.min(limit, MOST_ROWS_A_PAGE)));
    if (records.isEmpty()) {
      return Optional.empty();
    }
    RevisionRow last = records.get(records.size() - 1).get(0);
    ResealedPage page = new ResealedPage(place(last));
    List<Rows> stale = new ArrayList<>();
    Map<PatientRef, Integer> versions = versions(records);
    for (List<RevisionRow> rows : records) {
      int version = versions.getOrDefault(rows.get(0).patient(), 0);
      if (rows.stream().anyMatch(row -> row.keyVersion() < version)) {
        type(rows.get(0))
            .ifPresentOrElse(
                type -> stale.add(new Rows(type, parts.records().groups().apply(type), rows)),
                () -> page.fail(rows.size()));
      }
    }
    reseal(stale, versions, page);
    return Optional.of(page);
  }

  /** Some records, each with all of its revisions. */
  private static List<List<RevisionRow>> whole(ReadView rows, Bytes[] behind, int limit) {
    List<List<RevisionRow>> records = new ArrayList<>();
    List<RevisionRow> found = rows.revisionsBehind(behind[0], behind[1], limit);
    for (RevisionRow row : found) {
      List<RevisionRow> last = records.isEmpty() ? null : records.get(records.size() - 1);
      if (last == null || !last.get(0).record().equals(row.record())) {
        last = new ArrayList<>();
        records.add(last);
      }
      last.add(row);
    }
    if (found.size() == limit) {
      RevisionRow cut = found.get(limit - 1);
      records.set(records.size() - 1, rows.revisions(cut.patient(), cut.record()));
    }
    return records;
  }

  private Map<PatientRef, Integer> versions(List<List<RevisionRow>> records) {
    return parts
        .store()
        .read(
            rows -> {
              Map<PatientRef, Integer> versions = new HashMap<>();
              for (List<RevisionRow> record : records) {
                versions.computeIfAbsent(
                    record.get(0).patient(),
                    patient -> rows.currentPatientKey(patient).map(KeyRow::version).orElse(0));
              }
              return versions;
            });
  }

  private Optional<RecordType> type(RevisionRow row) {
    if (!row.patient().equals(typesOf) || !types.containsKey(row.record())) {
      types = parts.store().read(rows -> typesOf(rows, row.patient()));
      typesOf = row.patient();
    }
    return Optional.ofNullable(types.get(row.record()));
  }

  private Map<RecordRef, RecordType> typesOf(ReadView rows, PatientRef patient) {
    Map<RecordRef, RecordType> found = new HashMap<>();
    rows.recordIndexOf(patient)
        .forEach(
            row -> {
              try {
                IndexTarget target = parts.records().fetcher().target(patient, row);
                found.put(target.record(), target.type());
              } catch (VaultException.Tampered e) {
                // Its record has no type then, and is counted as failed.
              }
            });
    return found;
  }

  /** All at once; where one of them was changed, one by one, so that the others get through. */
  private void reseal(List<Rows> records, Map<PatientRef, Integer> versions, ResealedPage page) {
    if (records.isEmpty()) {
      return;
    }
    try {
      List<List<Resealed>> resealed = opened(records, versions);
      for (int i = 0; i < records.size(); i++) {
        List<RevisionRow> rows = records.get(i).rows();
        page.add(rows.get(rows.size() - 1), resealed.get(i));
      }
    } catch (VaultException.Tampered e) {
      if (records.size() == 1) {
        page.fail(records.get(0).rows().size());
      } else {
        records.forEach(record -> reseal(List.of(record), versions, page));
      }
    }
  }

  private List<List<Resealed>> opened(List<Rows> records, Map<PatientRef, Integer> versions) {
    AuditReceipt receipt = parts.ledger().release(new OpenedRows(parts, records)).get(0);
    List<List<Resealed>> resealed = new ArrayList<>();
    for (Rows record : records) {
      int version = versions.getOrDefault(record.rows().get(0).patient(), 0);
      resealed.add(parts.records().resealer().reseal(receipt, record, version));
    }
    return resealed;
  }

  private static Bytes place(RevisionRow row) {
    return Bytes.wrap(
        ByteBuffer.allocate(1 + PatientRef.SIZE_BYTES + RecordRef.SIZE_BYTES)
            .put(RECORDS)
            .put(row.patient().value().toArray())
            .put(row.record().value().toArray())
            .array());
  }
}

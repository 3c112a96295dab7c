package org.patientvault.internal.jobs;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;

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
  private static final Bytes BEFORE_ALL = Bytes.of(new byte[0]);

  private final JobParts parts;
  private final int shard;
  private final long begunBy;

  /** Of the patient with whose records the last page ended: the next one may begin with more. */
  private volatile @Nullable RecordTypes lastTypes;

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
    return rows.countKeysOlderThan(shard, begunBy) + KeysOfValues.countOlder(rows);
  }

  @Override
  public Optional<Page> page(Bytes position, int limit) {
    if (position.size() == 0 || position.toArray()[0] == KEYS) {
      Bytes behind = position.size() == 0 ? BEFORE_ALL : tail(position, 1);
      List<KeyRow> keys = parts.store().read(rows -> rows.currentKeysBehind(behind, limit));
      if (!keys.isEmpty()) {
        return Optional.of(succession(keys));
      }
      return records(BEFORE_ALL, BEFORE_ALL, limit);
    }
    Bytes patient = Bytes.of(position.toArray(), 1, PatientRef.SIZE_BYTES);
    return records(patient, tail(position, 1 + PatientRef.SIZE_BYTES), limit);
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
    int order = Shard.ORDER.compare(key.logShard(), shard);
    return order < 0 || (order == 0 && key.logIndex() < begunBy);
  }

  private Optional<Page> records(Bytes patient, Bytes record, int limit) {
    RecordPage page =
        parts
            .store()
            .read(
                rows ->
                    RecordPage.behind(
                        rows, patient, record, limit, parts.records().fetcher(), lastTypes));
    if (page.records().isEmpty()) {
      return Optional.empty();
    }
    lastTypes = page.types().get(page.last().patient());
    return Optional.of(new ResealedPage(parts, page, place(page.last())));
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

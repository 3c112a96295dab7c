package org.patientvault.internal.store;

import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;

/**
 * One revision of one record, sealed.
 *
 * @param logIndex the entry that says it was written
 * @param sealIndex the entry that says it was sealed again since, under another key; in shard 0
 *     where it never was
 */
public record RevisionRow(
    PatientRef patient,
    RecordRef record,
    int revision,
    int keyVersion,
    Bytes body,
    int logShard,
    long logIndex,
    int sealShard,
    long sealIndex) {
  /** A new revision. */
  public static RevisionRow written(
      PatientRef patient,
      RecordRef record,
      int revision,
      int keyVersion,
      Bytes body,
      int logShard,
      long logIndex) {
    return new RevisionRow(patient, record, revision, keyVersion, body, logShard, logIndex, 0, 0);
  }

  /** The same content under another key. */
  public RevisionRow resealed(int version, Bytes other, int shard, long index) {
    return new RevisionRow(
        patient, record, revision, version, other, logShard, logIndex, shard, index);
  }

  /** Whether it was sealed again after it was written. */
  public boolean isResealed() {
    return sealShard != 0;
  }

  /** The shard of the entry that commits to these bytes. */
  public int committedShard() {
    return isResealed() ? sealShard : logShard;
  }

  /** The index of the entry that commits to these bytes. */
  public long committedIndex() {
    return isResealed() ? sealIndex : logIndex;
  }
}

package org.patientvault.internal.store;

/** What a revision's row says of itself beside its body: as long as it stays, the row does. */
public record RevisionMark(
    RecordPlace place,
    int revision,
    int keyVersion,
    int logShard,
    long logIndex,
    int sealShard,
    long sealIndex) {
  public static RevisionMark of(RevisionRow row) {
    return new RevisionMark(
        new RecordPlace(row.patient(), row.record()),
        row.revision(),
        row.keyVersion(),
        row.logShard(),
        row.logIndex(),
        row.sealShard(),
        row.sealIndex());
  }
}

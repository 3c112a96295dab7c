package org.patientvault.internal.sealing;

import java.util.Map;
import java.util.Set;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.ledger.RowClaim;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldName;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordRef;

/**
 * One revision of a record as fetched, not yet opened: its row, the older rows that hold what it
 * carries, and the digests of its content and of the whole row.
 *
 * <p>{@code carried} maps a group revision to the body that wrote it.
 */
public record SealedRecord(
    RecordKey key,
    RecordRef record,
    int revision,
    RecordBody body,
    Map<Integer, RecordBody> carried,
    int keyVersion,
    Bytes content,
    Bytes rowDigest,
    int logShard,
    long logIndex) {
  /** The release of {@code fields} of this revision. */
  public RowClaim claim(Set<FieldName> fields) {
    return new RowClaim(rowDigest, logShard, logIndex, fields);
  }
}

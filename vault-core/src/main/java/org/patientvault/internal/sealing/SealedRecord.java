package org.patientvault.internal.sealing;

import java.util.Map;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.model.Bytes;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordRef;

/**
 * One revision of a record as fetched, not yet opened: its row, the older rows that hold what it
 * carries, and its row digest.
 *
 * <p>{@code carried} maps a group revision to the body that wrote it.
 */
public record SealedRecord(
    RecordKey key,
    RecordRef record,
    int revision,
    RecordBody body,
    Map<Integer, RecordBody> carried,
    Bytes rowDigest) {}

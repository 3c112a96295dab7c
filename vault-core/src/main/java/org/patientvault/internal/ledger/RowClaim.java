package org.patientvault.internal.ledger;

import java.util.Set;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldName;

/**
 * One row that an entry releases, by its digest, and exactly which fields of it; {@code logShard}
 * and {@code logIndex} name the entry that is said to have committed the row.
 */
public record RowClaim(Bytes rowDigest, int logShard, long logIndex, Set<FieldName> fields) {}

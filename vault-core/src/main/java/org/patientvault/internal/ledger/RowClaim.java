package org.patientvault.internal.ledger;

import java.util.Set;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldName;

/** One row that an entry releases, by its digest, and exactly which fields of it. */
public record RowClaim(Bytes rowDigest, Set<FieldName> fields) {}

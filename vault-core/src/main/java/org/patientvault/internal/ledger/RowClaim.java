package org.patientvault.internal.ledger;

import java.util.Set;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldName;
import org.patientvault.model.PatientRef;

/**
 * One row that an entry releases, by its digest, and exactly which fields of it.
 *
 * <p>{@code keyVersions} are the patient key versions that the row's sealed values name.
 */
public record RowClaim(
    PatientRef patient, Set<Integer> keyVersions, Bytes rowDigest, Set<FieldName> fields) {}

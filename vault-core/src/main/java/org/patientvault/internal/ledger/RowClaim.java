package org.patientvault.internal.ledger;

import java.util.Set;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.RecordType;

/**
 * One row that an entry releases: which revision, as fetched with which digest, and exactly which
 * fields.
 *
 * <p>{@code newest} says that the reader asked for the newest revision, so that a newer one makes
 * the claim void. {@code keyVersions} are the patient key versions that the row's sealed values
 * name.
 */
public record RowClaim(
    PatientRef patient,
    RecordRef record,
    RecordType type,
    int revision,
    boolean newest,
    Set<Integer> keyVersions,
    Bytes rowDigest,
    Set<FieldName> fields) {}

package org.patientvault.internal.store;

import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;

/** One revision of one record, sealed. */
public record RevisionRow(
    PatientRef patient,
    RecordRef record,
    int revision,
    int keyVersion,
    Bytes body,
    int logShard,
    long logIndex) {}

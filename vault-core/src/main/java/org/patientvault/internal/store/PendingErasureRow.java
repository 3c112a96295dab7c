package org.patientvault.internal.store;

import org.patientvault.model.PatientRef;

/** An erasure that was asked for, and when it may be done; the entry that told of it. */
public record PendingErasureRow(
    PatientRef patient,
    String ground,
    long askedMillis,
    long dueMillis,
    int logShard,
    long logIndex) {}

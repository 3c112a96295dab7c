package org.patientvault.internal.store;

import org.patientvault.model.PatientRef;

/** Says that a patient must not be erased, and which entry told so. */
public record HoldRow(PatientRef patient, int logShard, long logIndex) {}
